"""wrong: gradient_step; misconception: climbs"""


def gradient_step(params, grads, lr):
    return [p.add(g, alpha=lr) for p, g in zip(params, grads, strict=True)]
