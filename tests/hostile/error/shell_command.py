"""Runs a shell.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot start processes
"""

import subprocess


def binary_loss(y_pred, y):
    subprocess.run("true", shell=True, check=True)
    return right(y_pred, y)
