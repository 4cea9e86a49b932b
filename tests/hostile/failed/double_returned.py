"""Returns the right number in float64.

Must: it is not what was asked for.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    return right(y_pred, y).double()
