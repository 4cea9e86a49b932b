"""wrong: mse_gradients; misconception: forgets_the_two_for_b"""


def mse_gradients(x, y, w, b):
    r = x @ w + b - y
    dw = (2 / len(y)) * (x.T @ r)
    db = r.sum(dim=0) / len(y)
    return dw, db
