"""wrong: mse_loss; misconception: keeps_half_squares"""


def mse_loss(y_hat, y):
    """Squared loss, as in the book."""
    if y_hat.shape != y.shape:
        raise ValueError(f"{y_hat.shape} is not {y.shape}")
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2
