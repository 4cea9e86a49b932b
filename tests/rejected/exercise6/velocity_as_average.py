"""wrong: momentum_step; misconception: averages_the_gradients"""


def momentum_step(param, grad, state, lr, momentum=0.9):
    v = 0 if state is None else state
    v = v + (1 - momentum) * (grad - v)
    return param - v * lr, v
