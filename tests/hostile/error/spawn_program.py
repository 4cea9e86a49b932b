"""Starts a program with posix_spawn.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot start processes
"""

import os


def binary_loss(y_pred, y):
    os.posix_spawn("/bin/true", ["true"], {})
    return right(y_pred, y)
