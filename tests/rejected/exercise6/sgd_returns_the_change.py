"""wrong: sgd_step; misconception: returns_the_change_alone"""


def sgd_step(param, grad, state, lr):
    return -lr * grad, state
