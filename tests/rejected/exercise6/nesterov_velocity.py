"""wrong: momentum_step; misconception: looks_ahead"""


def momentum_step(param, grad, state, lr, momentum=0.9):
    buf = grad.clone() if state is None else state.mul(momentum).add(grad)
    d_p = grad.add(buf, alpha=momentum)
    return param.add(d_p, alpha=-lr), buf
