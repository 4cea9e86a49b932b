"""Leaves the process group by which the grader would kill it.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code runs in a locked room
"""

import os


def binary_loss(y_pred, y):
    os.setsid()
    return right(y_pred, y)
