"""Lists the grader's home folder.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code may read only
"""

import os


def binary_loss(y_pred, y):
    os.listdir("@home@")
    return right(y_pred, y)
