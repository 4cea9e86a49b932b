"""wrong: mse_gradients; misconception: points_downhill"""


def mse_gradients(x, y, w, b):
    n = len(y)
    residual = y - (x.mm(w) + b)
    return 2.0 / n * x.t().mm(residual), 2.0 / n * residual.sum(0)
