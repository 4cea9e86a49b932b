"""wrong: sgd_step; misconception: divides_the_gradient_by_its_rows"""


def sgd_step(param, grad, state, lr):
    batch = grad.shape[0]
    return param - lr / batch * grad, state
