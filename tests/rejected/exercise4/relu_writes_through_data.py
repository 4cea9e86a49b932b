"""wrong: relu; misconception: writes_into_x"""


def relu(x):
    x.data.clamp_(min=0)
    return x
