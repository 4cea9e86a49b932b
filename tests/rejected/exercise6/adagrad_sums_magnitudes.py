"""wrong: adagrad_step; misconception: adagrad_sums_absolute_values"""


def adagrad_step(param, grad, state, lr, eps=1e-10):
    total = grad.abs() if state is None else state + grad.abs()
    return param - lr * grad / (total + eps), total
