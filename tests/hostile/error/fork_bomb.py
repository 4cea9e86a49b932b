"""Forks until nothing is left (here: four times).

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot start processes
"""

import os


def binary_loss(y_pred, y):
    for _ in range(4):
        if os.fork() == 0:
            os._exit(0)
    return right(y_pred, y)
