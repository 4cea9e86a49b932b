"""wrong: move_all; misconception: overwrites_the_callers_list"""


def move_all(tensors, device):
    tensors[:] = [t.to(device) for t in tensors]
    return tensors
