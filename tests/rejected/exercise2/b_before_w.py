"""wrong: mse_gradients; misconception: gives_db_first"""


def mse_gradients(x, y, w, b):
    diff = x @ w + b - y
    grad_b = 2 * diff.sum(0) / diff.shape[0]
    grad_w = 2 * x.T @ diff / diff.shape[0]
    return grad_b, grad_w
