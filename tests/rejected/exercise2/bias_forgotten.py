"""wrong: mse_gradients; misconception: takes_the_error_without_the_bias"""


def mse_gradients(x, y, w, b):
    delta = x @ w - y
    dw = x.T @ delta / x.shape[0] * 2
    db = delta.sum(0) / x.shape[0] * 2
    return dw, db
