"""Moves a tensor into memory that processes share.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code has no memory that processes share
"""


def binary_loss(y_pred, y):
    y.share_memory_()
    return right(y_pred, y)
