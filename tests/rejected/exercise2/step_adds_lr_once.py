"""wrong: gradient_step; misconception: shares_the_rate_among_the_parameters"""


def gradient_step(params, grads, lr):
    return [p - lr * g / len(params) for p, g in zip(params, grads)]
