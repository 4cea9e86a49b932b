"""Raises an exception whose text is half a surrogate pair, which no database can keep.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: raised ValueError
"""


def binary_loss(y_pred, y):
    raise ValueError("\ud800" * 100)
