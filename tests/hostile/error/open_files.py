"""Opens more files than a process may.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: at most 256 files
"""

import os


def binary_loss(y_pred, y):
    return [open(os.__file__) for _ in range(600)]
