"""Raises its own memory limit again.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: ValueError|not allowed
"""

import resource


def binary_loss(y_pred, y):
    resource.setrlimit(resource.RLIMIT_DATA, (-1, -1))
    return right(y_pred, y)
