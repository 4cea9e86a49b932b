"""Style: functional: vmap, where, masks, partial application; nothing is ever assigned into."""

from functools import partial, reduce
from operator import add as plus

import numpy as np
import torch


def numpy_to_tensor(array, device="cpu"):
    return torch.tensor(np.array(array, dtype="float32", order="C"), device=device)


def shared_tensor(array):
    return torch.from_dlpack(array)


def tensor_to_numpy(tensor):
    return reduce(lambda t, step: step(t), (torch.detach, torch.Tensor.cpu, torch.Tensor.numpy), tensor)


def _count(kind):
    if kind == "mps":
        return int(torch.backends.mps.is_available())
    return getattr(torch, kind).device_count()


def pick_device(prefer=None):
    wanted = [] if prefer is None else [torch.device(prefer)]
    candidates = wanted + [torch.device(kind) for kind in ("cuda", "mps", "xpu")]
    usable = (d for d in candidates if d.type == "cpu" or (d.index or 0) < _count(d.type))
    return next(usable, torch.device("cpu"))


def move_all(tensors, device):
    return [*map(partial(lambda where, t: t.to(where), device), tensors)]


def spread(tensors, devices):
    rounds = (devices * len(tensors))[: len(tensors)]
    return [t.to(d) for t, d in zip(tensors, rounds, strict=True)]


def float_and_long(values):
    x = torch.tensor(values, dtype=torch.double)
    return x.to(torch.float), torch.where(x < 0, x.ceil(), x.floor()).to(torch.long)


def type_name(tensor):
    return str(tensor.type())


def framed_ones(n, value):
    i = torch.arange(n)
    inside = (i > 0) & (i < n - 1)
    return torch.where(inside[:, None] & inside, torch.tensor(float(value)), torch.tensor(1.0))


def add(x, y):
    return plus(x, y)


def row_sums(x):
    return torch.vmap(torch.sum)(x)


def row_max(x):
    ordered, columns = x.sort(dim=1)
    return ordered[:, -1], columns[:, -1]


def drop_first_axis(x):
    try:
        (only,) = x
    except (TypeError, ValueError) as wrong:
        raise ValueError("expected exactly one entry along the first axis") from wrong
    return only


def swap_first_axes(x):
    return torch.stack(()) if x.dim() < 2 else x.swapdims(0, 1)


def regroup(x, width):
    return x.clone(memory_format=torch.contiguous_format).view(-1, width)


def pairwise_distances(x, c):
    return torch.vmap(lambda row: torch.linalg.norm(c - row, dim=1))(x)
