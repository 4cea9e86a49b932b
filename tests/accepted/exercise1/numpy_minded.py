"""Style: someone at home in NumPy, who goes there and back wherever possible."""

import numpy as np
import torch


def numpy_to_tensor(array, device="cpu"):
    return torch.from_numpy(array.astype(np.float32, order="C", copy=True)).to(torch.device(device))


def shared_tensor(array):
    return torch.as_tensor(array)


def tensor_to_numpy(tensor):
    return np.array(tensor.detach().cpu())


def pick_device(prefer=None):
    usable = ["cpu"]
    if torch.backends.mps.is_available():
        usable[:0] = ["mps", "mps:0"]
    if torch.xpu.is_available():
        usable[:0] = ["xpu"] + [f"xpu:{i}" for i in range(torch.xpu.device_count())]
    if torch.cuda.is_available():
        usable[:0] = ["cuda"] + [f"cuda:{i}" for i in range(torch.cuda.device_count())]
    return torch.device(str(prefer) if str(prefer) in usable else usable[0])


def move_all(tensors, device):
    target = torch.device(device)
    return [t if t.device == target else t.to(target) for t in tensors]


def spread(tensors, devices):
    turns = np.resize(np.arange(len(devices)), len(tensors))
    return [t.to(devices[int(turn)]) for t, turn in zip(tensors, turns, strict=False)]


def float_and_long(values):
    a = np.array(values)
    return torch.from_numpy(a.astype(np.float32)), torch.from_numpy(np.trunc(a).astype(np.int64))


def type_name(tensor):
    return tensor.type(None)


def framed_ones(n, value):
    inside = np.full((n - 2, n - 2), value, dtype=np.float32)
    return torch.from_numpy(np.pad(inside, 1, constant_values=1))


def add(x, y):
    dtype = torch.result_type(x, y)
    total = np.add(x.detach().cpu().numpy(), y.detach().cpu().numpy())
    return torch.as_tensor(total, dtype=dtype, device=x.device)


def row_sums(x):
    a = x.detach().cpu().numpy()
    if np.issubdtype(a.dtype, np.floating):
        return torch.as_tensor(a.sum(axis=1), device=x.device)
    return torch.as_tensor(a.sum(axis=1, dtype=np.int64), device=x.device)


def row_max(x):
    a = x.detach().cpu().numpy()
    columns = a.argmax(axis=-1)
    values = np.take_along_axis(a, columns[:, None], axis=1)[:, 0]
    return torch.from_numpy(values).to(x.device), torch.from_numpy(columns).to(x.device)


def drop_first_axis(x):
    if x.ndim and x.shape[0] == 1:
        return torch.from_numpy(np.squeeze(x.detach().cpu().numpy(), axis=0)).to(x.device)
    raise ValueError(f"cannot drop the first axis of {tuple(x.shape)!r}")


def swap_first_axes(x):
    return torch.swapaxes(x, 0, 1)


def regroup(x, width):
    return torch.ravel(x).unflatten(0, (-1, width)) if x.numel() % width == 0 else x.reshape(-1, width)


def pairwise_distances(x, c):
    a, b = x.detach().cpu().numpy(), c.detach().cpu().numpy()
    return torch.from_numpy(np.linalg.norm(a[:, np.newaxis] - b[np.newaxis], axis=-1)).to(x.device)
