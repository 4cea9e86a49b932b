"""wrong: rmsprop_step; misconception: rmsprop_eps_inside_the_root"""


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    s = (0 if state is None else alpha * state) + (1 - alpha) * grad**2
    return param - lr * grad / (s + eps).sqrt(), s
