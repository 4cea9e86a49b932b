"""Returns the right number in a shape that broadcasts against the right one.

Must: shapes are compared first, and nothing is broadcast.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    return right(y_pred, y).expand(3, 3)
