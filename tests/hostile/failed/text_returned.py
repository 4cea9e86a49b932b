"""Returns a text that reads like the answer.

Must: it is not what was asked for.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    return str(float(right(y_pred, y)))
