"""Prints 64 MiB.

Must: what is kept is little, and the answer counts.

attacks: binary_loss
"""

import os


def binary_loss(y_pred, y):
    for _ in range(64):
        os.write(1, b"x" * (1 << 20))
    return right(y_pred, y)
