"""wrong: momentum_step; misconception: momentum_scales_the_gradient"""


def momentum_step(param, grad, state, lr, momentum=0.9):
    v = momentum * grad if state is None else state + momentum * grad
    return param - lr * v, v
