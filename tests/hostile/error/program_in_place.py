"""Replaces its own process by another program.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot start processes
"""

import os


def binary_loss(y_pred, y):
    os.execv("/bin/true", ["true"])
    return right(y_pred, y)
