"""wrong: adagrad_step; misconception: adagrad_forgets_the_past"""


def adagrad_step(param, grad, state, lr, eps=1e-10):
    before = grad * 0 if state is None else state
    total = before + grad.pow(2)
    new = param - lr * grad / (total.sqrt() + eps)
    return new, before
