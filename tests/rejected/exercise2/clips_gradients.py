"""wrong: gradient_step; misconception: cuts_gradients_off_at_one"""


def gradient_step(params, grads, lr):
    return [p - lr * g.clamp(-1, 1) for p, g in zip(params, grads)]
