"""Becomes root.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Error
"""

import os


def binary_loss(y_pred, y):
    os.setresuid(0, 0, 0)
    os.chroot("/")
    return right(y_pred, y)
