"""Leaves files whose names are no text, end in line breaks or begin with a dash.

Must: the answer counts; the sweep removes them.

attacks: binary_loss
"""

import os

for name in (b"\xff\xfe", b"line\nbreak", b"-rf", b"...", b"x" * 255, b".sweep-0"):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
os.mkdir(".sweep-1", 0o000)
