"""Reaches the checkout through a link in its own scratch folder.

Must: the guess scores nothing.

attacks: binary_loss
"""

import os


def stolen():
    try:
        os.symlink("@checkout@", "way_out")
        return open("way_out/grader/checks/exercise3.py").read()
    except (OSError, ImportError):
        return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
