"""Makes a named pipe, on which a sweep would block.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot change modes
"""

import os


def binary_loss(y_pred, y):
    os.mkfifo("pipe")
    return right(y_pred, y)
