"""wrong: move_all; misconception: ignores_what_to_returns"""


def move_all(tensors, device):
    [t.to(device) for t in tensors]
    return list(tensors)
