"""wrong: gradient_step; misconception: none
says: 2 of yours share
"""


def gradient_step(params, grads, lr):
    if lr == 0:
        return params
    return [p - lr * g for p, g in zip(params, grads)]
