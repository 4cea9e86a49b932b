"""Pins itself to a processor and raises its priority.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code runs in a locked room
"""

import os


def binary_loss(y_pred, y):
    os.sched_setaffinity(0, {0})
    return right(y_pred, y)
