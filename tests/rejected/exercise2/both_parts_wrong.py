"""wrong: mse_gradients; misconception: forgets_the_two_for_w_and_the_mean_for_b"""


def mse_gradients(x, y, w, b):
    r = x @ w + b - y
    return x.T @ r / len(x), 2 * r.sum(dim=0)
