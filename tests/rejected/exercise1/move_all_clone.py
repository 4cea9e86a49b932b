"""wrong: move_all; misconception: copies_every_tensor"""


def move_all(tensors, device):
    result = []
    for t in tensors:
        result.append(t.clone().to(device))
    return result
