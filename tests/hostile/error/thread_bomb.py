"""Starts more threads than a worker may have (here: up to 150).

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: only a few threads
needs: thread limit
"""

import threading


def binary_loss(y_pred, y):
    stop = threading.Event()
    try:
        for _ in range(150):
            threading.Thread(target=stop.wait, daemon=True).start()
    finally:
        stop.set()
    return right(y_pred, y)
