"""wrong: gradient_of_square; misconception: marks_the_callers_tensor"""


def gradient_of_square(x):
    x.requires_grad_(True)
    z = ((x + 2) ** 2).sum()
    z.backward()
    return x.grad
