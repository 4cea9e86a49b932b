"""wrong: adagrad_step; misconception: adagrad_without_the_root"""


def adagrad_step(param, grad, state, lr, eps=1e-10):
    seen = (state if state is not None else 0) + grad.pow(2)
    return param.addcdiv(grad, seen + eps, value=-lr), seen
