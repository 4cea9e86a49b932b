"""wrong: mse_loss; misconception: halves_the_mean"""


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes")
    n = len(y)
    return 1 / (2 * n) * (y - y_pred).pow(2).sum()
