"""Asks the import system's own loader for the source of the engine's modules.

Must: the guess scores nothing.

attacks: binary_loss
"""

import sys


def stolen():
    for name, module in list(sys.modules.items()):
        if name.startswith("grader."):
            try:
                if module.__spec__.loader.get_source(name):
                    return name
            except (ImportError, OSError):
                continue
    return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
