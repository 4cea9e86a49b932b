"""wrong: tensor_to_numpy; misconception: forgets_to_leave_the_graph"""

import torch


def tensor_to_numpy(tensor):
    here = tensor.to(torch.device("cpu"))
    return here.numpy()
