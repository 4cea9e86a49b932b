"""wrong: gradient_of_square; misconception: forgets_the_shift"""


def gradient_of_square(x):
    t = x.clone().detach()
    t.requires_grad = True
    z = t.pow(2).sum() + 2
    z.backward()
    return t.grad
