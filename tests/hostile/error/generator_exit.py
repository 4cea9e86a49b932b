"""Raises an exception that no `except Exception` catches.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: GeneratorExit
"""


def binary_loss(y_pred, y):
    raise GeneratorExit
