"""wrong: mse_loss; misconception: divides_the_norm"""


def mse_loss(y_pred, y):
    if y_pred.shape != y.shape:
        raise ValueError("shapes")
    return (y_pred - y).norm() / y.numel()
