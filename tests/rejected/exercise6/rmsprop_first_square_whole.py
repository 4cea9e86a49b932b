"""wrong: rmsprop_step; misconception: rmsprop_starts_at_the_first_square"""


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    if state is None:
        mean = grad**2
    else:
        mean = state * alpha + grad**2 * (1 - alpha)
    return param - lr * grad / (mean**0.5 + eps), mean
