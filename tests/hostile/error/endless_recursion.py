"""Calls itself without end.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: RecursionError
"""


def binary_loss(y_pred, y):
    return binary_loss(y_pred, y)
