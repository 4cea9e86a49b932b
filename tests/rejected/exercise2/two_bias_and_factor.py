"""wrong: linear_model, mse_gradients; misconception: forgets_the_bias, forgets_the_two"""


def linear_model(x, w, b):
    return x @ w


def mse_gradients(x, y, w, b):
    r = x @ w + b - y
    return x.T @ r / len(x), r.mean(dim=0)
