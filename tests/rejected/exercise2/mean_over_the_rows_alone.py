"""wrong: mse_loss; misconception: none
says: The result must be
"""


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes differ")
    return ((y_pred - y) ** 2).sum() / y.shape[0] if y.dim() else (y_pred - y) ** 2
