"""wrong: mse_loss; misconception: lets_shapes_broadcast"""


def mse_loss(y_pred, y):
    if y_pred.numel() != y.numel():
        raise ValueError("sizes differ")
    return ((y_pred - y) ** 2).mean()
