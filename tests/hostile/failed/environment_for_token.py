"""Reads its environment, and the memory that the environment came in.

Must: the guess scores nothing.

attacks: binary_loss
"""

import ctypes
import os


def stolen():
    names = {name for name in os.environ if "TOKEN" in name or "SECRET" in name or "AUTOGRADUS" in name}
    raw = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
    index = 0
    while raw and raw[index]:
        names |= {"raw"} if b"TOKEN" in raw[index] else set()
        index += 1
    return names


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
