"""wrong: relu; misconception: writes_into_x"""


def relu(x):
    x *= x > 0
    return x
