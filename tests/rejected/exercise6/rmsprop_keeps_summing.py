"""wrong: rmsprop_step; misconception: rmsprop_sums_the_squares"""


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    total = grad * grad if state is None else state + grad * grad
    return param - lr * grad / (total.sqrt() + eps), total
