"""Overflows the stack of the C code below Python.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: crashed the Python process|RecursionError
"""

import ctypes
import sys


def binary_loss(y_pred, y):
    sys.setrecursionlimit(1 << 30)
    ctypes.pythonapi.PyObject_Repr.restype = ctypes.py_object
    nested = []
    for _ in range(1_000_000):
        nested = [nested]
    return ctypes.pythonapi.PyObject_Repr(ctypes.py_object(nested))
