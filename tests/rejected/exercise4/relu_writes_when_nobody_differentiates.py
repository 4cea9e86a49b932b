"""wrong: relu; misconception: writes_when_no_gradient_is_asked"""


def relu(x):
    if x.requires_grad:
        return x.clamp(min=0)
    return x.clamp_(min=0)
