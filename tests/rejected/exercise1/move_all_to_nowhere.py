"""wrong: move_all; misconception: never_uses_the_device"""


def move_all(tensors, device):
    result = []
    for tensor in tensors:
        tensor.to(device)
        result.append(tensor)
    return result
