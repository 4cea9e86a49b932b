"""wrong: gradient_step; misconception: none
says: 1 of yours share
"""


def gradient_step(params, grads, lr):
    return [p if not bool(g.any()) else p - lr * g for p, g in zip(params, grads)]
