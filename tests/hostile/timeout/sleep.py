"""Sleeps.

Must: its time runs out, and only its own.

attacks: binary_loss
limits: cpu_s=1 wall_s=4
"""

import time


def binary_loss(y_pred, y):
    time.sleep(10**6)
