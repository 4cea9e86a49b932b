"""Lets torch's own sigmoid run in a thread, where PyTorch's modes do not listen.

Must: the thread is heard.

attacks: sigmoid
checks: sigmoid_is_by_hand
before: sigmoid_has_values_and_slopes
says: torch's own sigmoid ran
"""

import threading

import torch


def sigmoid(z):
    found = []
    thread = threading.Thread(target=lambda: found.append(torch.sigmoid(z)))
    thread.start()
    thread.join()
    return found[0]
