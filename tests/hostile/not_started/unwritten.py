"""Claims not to be written yet, after it has run.

Must: an unwritten function scores nothing.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    right(y_pred, y)
    raise NotImplementedError
