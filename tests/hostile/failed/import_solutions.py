"""Puts the folder of the solutions on sys.path and imports one.

Must: the guess scores nothing.

attacks: binary_loss
"""

import importlib
import sys


def stolen():
    sys.path.insert(0, "@checkout@/solutions")
    sys.modules.pop("exercise4", None)
    try:
        return importlib.import_module("exercise4")
    except (OSError, ImportError):
        return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
