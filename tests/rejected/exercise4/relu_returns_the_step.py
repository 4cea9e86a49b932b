"""wrong: relu; misconception: returns_the_slope"""


def relu(x):
    return (x > 0).to(x.dtype)
