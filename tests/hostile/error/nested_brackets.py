"""Compiles a hundred thousand brackets.

Must: the check ends as an error; nothing else does.

attacks: module
says: too many nested parentheses
"""

compile("(" * 100_000, "x", "eval")
