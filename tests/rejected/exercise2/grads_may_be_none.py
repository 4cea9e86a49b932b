"""wrong: partial_gradients; misconception: leaves_none"""


def partial_gradients(f, x, y):
    a = x.detach().clone().requires_grad_()
    b = y.detach().clone().requires_grad_()
    f(a, b).backward()
    return a.grad, b.grad
