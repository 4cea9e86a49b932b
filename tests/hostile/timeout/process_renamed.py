"""Gives its process a name that imitates the kernel's table of times, and loops.

Must: the time is read all the same.

attacks: binary_loss
limits: cpu_s=1 wall_s=8
"""

import ctypes

ctypes.CDLL(None).prctl(15, b") S 1 1 1 0 0", 0, 0, 0)


def binary_loss(y_pred, y):
    while True:
        pass
