"""wrong: mse_gradients; misconception: lays_the_weights_in_a_row"""


def mse_gradients(x, y, w, b):
    residual = x @ w + b - y
    dw = 2 * (residual * x).mean(dim=0, keepdim=True)
    return dw, 2 * residual.mean(dim=0)
