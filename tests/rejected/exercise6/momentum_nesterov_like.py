"""wrong: momentum_step; misconception: none

says: times the right one
"""


def momentum_step(param, grad, state, lr, momentum=0.9):
    v = -lr * grad if state is None else momentum * state - lr * grad
    return param + v * (1 + momentum), v
