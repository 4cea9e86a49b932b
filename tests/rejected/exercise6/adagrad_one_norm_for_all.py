"""wrong: adagrad_step; misconception: adagrad_with_one_rate_for_all"""


def adagrad_step(param, grad, state, lr, eps=1e-10):
    s = (0.0 if state is None else state) + (grad**2).sum()
    return param - lr * grad / (s**0.5 + eps), s
