"""wrong: adam_step; misconception: none

says: adam_step never uses its argument betas
"""


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t, m, v = (0, 0, 0) if state is None else state
    t += 1
    m = 0.9 * m + 0.1 * grad
    v = 0.999 * v + 0.001 * grad**2
    step = lr * m / (1 - 0.9**t) / ((v / (1 - 0.999**t)) ** 0.5 + eps)
    return param - step, (t, m, v)
