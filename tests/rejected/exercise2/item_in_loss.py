"""wrong: mse_loss; misconception: gives_a_python_float"""


def mse_loss(y_pred, y):
    if y_pred.size() != y.size():
        raise ValueError("sizes differ")
    return (y_pred - y).pow(2).mean().item()
