"""Leaves a thread that tries to change later answers and to write to the pipe.

Must: the answer counts; the thread ends with the worker.

attacks: binary_loss
"""

import threading
import time

import torch


def meddle():
    while True:
        time.sleep(0.005)
        torch.manual_seed(0)


def binary_loss(y_pred, y):
    if threading.active_count() == 1:
        threading.Thread(target=meddle, daemon=True).start()
    return right(y_pred, y)
