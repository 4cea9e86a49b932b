"""Waits for a lock that it holds.

Must: its time runs out, and only its own.

attacks: binary_loss
limits: cpu_s=1 wall_s=4
"""

import threading

lock = threading.Lock()


def binary_loss(y_pred, y):
    with lock, lock:
        return right(y_pred, y)
