"""wrong: adam_step; misconception: adam_starts_at_the_first_gradient"""


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    b1, b2 = betas
    if state is None:
        m, v, t = grad, grad * grad, 1
    else:
        m, v, t = state
        m, v, t = b1 * m + (1 - b1) * grad, b2 * v + (1 - b2) * grad * grad, t + 1
    mh, vh = m / (1 - b1**t), v / (1 - b2**t)
    return param - lr * mh / (vh.sqrt() + eps), (m, v, t)
