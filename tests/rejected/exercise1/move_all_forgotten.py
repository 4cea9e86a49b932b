"""wrong: move_all; misconception: never_uses_the_device"""


def move_all(tensors, device):
    [t.to(device) for t in tensors]
    return list(tensors)
