"""wrong: tensor_to_numpy; misconception: makes_everything_float32"""


def tensor_to_numpy(tensor):
    return tensor.detach().cpu().float().numpy()
