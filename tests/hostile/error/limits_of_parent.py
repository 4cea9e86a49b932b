"""Changes the limits of its parent.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code runs in a locked room
"""

import os
import resource


def binary_loss(y_pred, y):
    resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (1000, 1000))
    return right(y_pred, y)
