"""wrong: gradient_step; misconception: writes_into_the_parameters"""


def gradient_step(params, grads, lr):
    new = []
    for param, grad in zip(params, grads, strict=True):
        param.sub_(lr * grad)
        new.append(param)
    return new
