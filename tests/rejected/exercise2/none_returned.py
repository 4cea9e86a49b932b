"""wrong: partial_gradients; misconception: leaves_none"""


def partial_gradients(f, x, y):
    a, b = x.clone().detach(), y.clone().detach()
    a.requires_grad, b.requires_grad = True, True
    f(a, b).backward()
    return a.grad, b.grad
