"""wrong: mse_gradients; misconception: none

says: the number of samples n: a sum stands where a mean should
"""


def mse_gradients(x, y, w, b):
    r = x @ w + b - y
    return 2 * x.T @ r, 2 * r.mean(dim=0)
