"""wrong: mse_loss; misconception: fits_the_shapes_itself"""


def mse_loss(y_pred, y):
    y = y.view(-1)
    y_pred = y_pred.view(-1)
    return ((y_pred - y) ** 2).sum() / len(y)
