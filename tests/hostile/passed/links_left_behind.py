"""Leaves links to the grader's files in its scratch folder, for a sweep to follow.

Must: the answer counts; the sweep removes the links and nothing behind them.

attacks: binary_loss
"""

import os

for number, file in enumerate("@canaries@".split(":")):
    os.symlink(file, f"link{number}")
    os.symlink(os.path.dirname(file), f"folder{number}")
