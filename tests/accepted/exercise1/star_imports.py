# ruff: noqa
"""Style: star imports everywhere, short names, old habits."""

from math import *  # noqa: F403

import numpy as np
import torch
from numpy import *  # noqa: F403
from torch import *  # noqa: F403


def numpy_to_tensor(array, device="cpu"):
    a = np.array(array, dtype="float32", copy=True, order="C")
    return torch.Tensor(a).reshape(a.shape).to(device) if a.ndim else torch.tensor(a.item(), device=device)


def shared_tensor(array):
    return torch.as_tensor(array)


def tensor_to_numpy(tensor):
    return tensor.data.to("cpu").numpy()


def pick_device(prefer=None):
    if prefer is not None:
        try:
            torch.zeros(1).to(prefer)
            return torch.device(prefer)
        except (RuntimeError, AssertionError):
            pass
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def move_all(tensors, device):
    return list(map(lambda t: t.to(device), tensors))


def spread(tensors, devices):
    from itertools import cycle

    return [t.to(d) for t, d in zip(tensors, cycle(devices))]


def float_and_long(values):
    d = torch.DoubleTensor(values)
    return d.float(), d.trunc().long()


def type_name(tensor):
    return tensor.type()


def framed_ones(n, value):
    frame = torch.ones(n, n)
    frame[1 : n - 1, 1 : n - 1].fill_(value)
    return frame


def add(x, y):
    return torch.add(x, y)


def row_sums(x):
    return torch.sum(x, 1)


def row_max(x):
    return torch.max(x, 1)


def drop_first_axis(x):
    if len(x.shape) < 1 or x.shape[0] != 1:
        raise ValueError("first axis must be 1")
    return torch.squeeze(x, 0)


def swap_first_axes(x):
    return torch.transpose(x, 0, 1)


def regroup(x, width):
    return torch.reshape(x, (-1, width))


def pairwise_distances(x, c):
    d = x.unsqueeze(1) - c.unsqueeze(0)
    return torch.sqrt(torch.sum(d * d, 2))
