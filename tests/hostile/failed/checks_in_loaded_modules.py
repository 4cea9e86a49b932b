"""Looks for checks, misconceptions and solutions among the modules that were inherited.

Must: the guess scores nothing.

attacks: binary_loss
"""

import sys


def stolen():
    return [
        name
        for name in sys.modules
        if name.startswith(("grader.checks", "grader.misconceptions", "solutions", "grader.kit.judging"))
    ]


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
