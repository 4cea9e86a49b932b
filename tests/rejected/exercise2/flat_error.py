"""wrong: mse_gradients; misconception: lets_the_error_become_a_square"""


def mse_gradients(x, y, w, b):
    prediction = (x @ w).flatten() + b
    error = prediction - y
    return 2 * x.t() @ error.mean(dim=0, keepdim=True).t().expand(len(x), 1) / len(x), 2 * error.mean().reshape(1)
