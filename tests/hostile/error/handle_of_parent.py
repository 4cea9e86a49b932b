"""Opens a handle of its parent, to signal it or take its descriptors.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code runs in a locked room
"""

import os


def binary_loss(y_pred, y):
    os.pidfd_open(os.getppid())
    return right(y_pred, y)
