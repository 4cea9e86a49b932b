"""Locks a file that every worker may read, as a message to a neighbour.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot change modes
"""

import fcntl
import os


def binary_loss(y_pred, y):
    fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX)
    return right(y_pred, y)
