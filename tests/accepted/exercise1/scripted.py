# ruff: noqa
"""Style: torch.jit.script wherever it works."""

import warnings

import numpy as np
import torch

warnings.filterwarnings("ignore", category=DeprecationWarning)


def numpy_to_tensor(array, device="cpu"):
    return torch.from_numpy(np.require(array, np.float32, ["C", "A"]).copy()).to(device)


def shared_tensor(array):
    return torch.from_numpy(array)


def tensor_to_numpy(tensor):
    with torch.no_grad():
        return tensor.detach().cpu().numpy()


def pick_device(prefer=None):
    if prefer is not None:
        try:
            return torch.ones((), device=prefer).device
        except (RuntimeError, AssertionError):
            pass
    return torch.device("cuda:0" if torch.cuda.is_available() else "cpu")


def move_all(tensors, device):
    return [tensor.to(device=device) for tensor in tensors]


def spread(tensors, devices):
    return [tensor.to(devices[place % len(devices)]) for place, tensor in enumerate(tensors)]


def float_and_long(values):
    array = np.asarray(values, dtype=np.float64)
    return torch.tensor(array, dtype=torch.float32), torch.tensor(array.astype(np.int64))


def type_name(tensor):
    return tensor.type()


@torch.jit.script
def framed_ones(n: int, value: float) -> torch.Tensor:
    square = torch.ones(n, n)
    square[1 : n - 1, 1 : n - 1] = value
    return square


@torch.jit.script
def add(x, y):
    return x + y


@torch.jit.script
def row_sums(x: torch.Tensor) -> torch.Tensor:
    return x.sum(dim=1)


@torch.jit.script
def row_max(x: torch.Tensor):
    return torch.max(x, dim=1)


def drop_first_axis(x):
    if x.ndim < 1 or x.size(0) != 1:
        raise ValueError
    return x.select(0, 0)


@torch.jit.script
def swap_first_axes(x: torch.Tensor) -> torch.Tensor:
    return x.transpose(1, 0)


@torch.jit.script
def regroup(x: torch.Tensor, width: int) -> torch.Tensor:
    return x.reshape(-1, width)


@torch.jit.script
def pairwise_distances(x: torch.Tensor, c: torch.Tensor) -> torch.Tensor:
    gap = x.unsqueeze(1) - c.unsqueeze(0)
    return gap.pow(2).sum(2).sqrt()
