"""wrong: relu; misconception: writes_through_data"""


def relu(x):
    x.data.clamp_(min=0)
    return x
