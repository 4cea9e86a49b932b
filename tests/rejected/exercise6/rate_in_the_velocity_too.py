"""wrong: momentum_step; misconception: none

says: in place of `v = momentum * v + lr * grad`, every check of momentum_step passes
"""


def momentum_step(param, grad, state, lr, momentum=0.9):
    v = 0 if state is None else state
    v = momentum * v + lr * grad
    return param - lr * v, v
