"""wrong: adagrad_step; misconception: adagrad_eps_inside_the_root"""


def adagrad_step(param, grad, state, lr, eps=1e-10):
    cache = grad.square() if state is None else state.add(grad.square())
    return param - lr * grad * (cache + eps).rsqrt(), cache
