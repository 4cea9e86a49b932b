"""Makes a device file of its own.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot change modes
"""

import os
import stat


def binary_loss(y_pred, y):
    os.mknod("null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    return right(y_pred, y)
