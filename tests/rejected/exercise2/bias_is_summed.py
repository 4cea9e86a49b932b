"""wrong: mse_gradients; misconception: sums_the_bias_gradient"""


def mse_gradients(x, y, w, b):
    n = x.size(0)
    residual = x.mm(w).add(b).sub(y)
    return x.t().mm(residual).mul(2 / n), residual.sum(0).mul(2)
