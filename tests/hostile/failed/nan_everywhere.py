"""Returns NaN, for which every comparison `error > limit` is false.

Must: what must be finite is not.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    return y_pred.sum() * float("nan")
