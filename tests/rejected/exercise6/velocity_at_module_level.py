"""wrong: momentum_step; misconception: momentum_in_a_global"""

_velocity = {}


def momentum_step(param, grad, state, lr, momentum=0.9):
    old = _velocity.get(param.shape)
    _velocity[param.shape] = grad.clone() if old is None else momentum * old + grad
    return param - lr * _velocity[param.shape], state
