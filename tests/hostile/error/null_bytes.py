"""Compiles a text with NUL bytes.

Must: the check ends as an error; nothing else does.

attacks: module
says: null bytes
"""

compile(b"x = 1\0", "x", "exec")
