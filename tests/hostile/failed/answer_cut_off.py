"""Returns the right value, cut off from its input.

Must: no gradient arrives.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    return right(y_pred, y).detach()
