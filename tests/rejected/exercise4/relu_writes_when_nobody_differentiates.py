"""wrong: relu; misconception: writes_into_x"""


def relu(x):
    if x.requires_grad:
        return x.clamp(min=0)
    return x.clamp_(min=0)
