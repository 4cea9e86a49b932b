"""wrong: tensor_to_numpy; misconception: forgets_the_way_to_the_cpu"""


def tensor_to_numpy(tensor):
    if tensor.requires_grad:
        return tensor.data.numpy()
    return tensor.numpy()
