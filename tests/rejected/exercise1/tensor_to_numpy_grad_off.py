"""wrong: tensor_to_numpy; misconception: detaches_the_callers_tensor"""


def tensor_to_numpy(tensor):
    tensor.detach_()
    if tensor.device.type != "cpu":
        tensor = tensor.to("cpu")
    return tensor.numpy()
