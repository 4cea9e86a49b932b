"""Packs the hidden checks into a zip in its scratch folder and imports them from there.

Must: the guess scores nothing.

attacks: binary_loss
"""

import importlib
import sys
import zipfile


def stolen():
    try:
        with zipfile.ZipFile("course.zip", "w") as archive:
            archive.write("@checkout@/grader/checks/exercise3.py", "hidden.py")
        sys.path.insert(0, "course.zip")
        return importlib.import_module("hidden")
    except (OSError, ImportError):
        return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
