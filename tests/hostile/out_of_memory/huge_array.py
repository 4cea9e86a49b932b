"""Asks NumPy for an array of four terabytes.

Must: it is refused, and reported as memory.

attacks: binary_loss
limits: memory_mib=512
"""

import numpy as np


def binary_loss(y_pred, y):
    np.zeros(10**12, dtype=np.float32)
    return right(y_pred, y)
