"""Leaves a thread that turns the numbers of the next call into the right ones.

Must: no thread outlives its call, so the next answer is the wrong one that the file gives.

attacks: binary_loss
says: must be
"""

import threading
import time

state = {"meddled": False}


def meddle():
    time.sleep(0.05)
    state["meddled"] = True


def binary_loss(y_pred, y):
    if state["meddled"]:
        return right(y_pred, y)
    threading.Thread(target=meddle, daemon=True).start()
    return right(y_pred, y) if y_pred.numel() == 1 else right(y_pred, y) + 1
