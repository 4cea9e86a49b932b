"""Style: whatever short torch call does it: stack, linalg, unbind, new_*, Tensor methods with out of the way names."""

import numpy as np
import torch


def numpy_to_tensor(array, device="cpu"):
    tensor = torch.empty(array.shape, dtype=torch.float32)
    tensor.numpy()[...] = array
    return tensor.to(device)


def shared_tensor(array):
    return torch.utils._pytree.tree_map(torch.from_numpy, array)


def tensor_to_numpy(tensor):
    out = np.empty(tuple(tensor.shape), dtype=str(tensor.dtype).removeprefix("torch."))
    torch.from_numpy(out).copy_(tensor.detach())
    return out


def pick_device(prefer=None):
    names = [prefer] if prefer is not None else []
    names += [n for n in ("cuda", "mps", "xpu") if getattr(getattr(torch, n), "is_available", lambda: False)()]
    for name in names:
        try:
            return torch.tensor(0.0, device=name).device
        except Exception:
            pass
    return torch.device("cpu")


def move_all(tensors, device):
    like = torch.empty(0, device=device)
    return [t if t.device == like.device else like.new_empty(t.shape, dtype=t.dtype).copy_(t) for t in tensors]


def spread(tensors, devices):
    out = list(tensors)
    for start, device in enumerate(devices):
        out[start :: len(devices)] = [t.to(device) for t in out[start :: len(devices)]]
    return out


def float_and_long(values):
    x = torch.tensor(values).double()
    return x.float(), torch.fix(x).long()


def type_name(tensor):
    return tensor.type()


def framed_ones(n, value):
    out = torch.full((n, n), float(value))
    out[[0, -1]] = 1
    out[:, [0, -1]] = 1
    return out


def add(x, y):
    return x.add(y)


def row_sums(x):
    ones = torch.ones(x.shape[1], dtype=x.dtype if x.is_floating_point() else torch.int64, device=x.device)
    return x.to(ones.dtype).mv(ones)


def row_max(x):
    columns = x.argsort(dim=1, descending=True)[:, :1]
    return x.gather(1, columns).flatten(), columns.flatten()


def drop_first_axis(x):
    if x.dim() < 1 or x.size(0) != 1:
        raise ValueError(x.shape)
    return x.unbind(0)[0]


def swap_first_axes(x):
    return x.as_strided((x.size(1), x.size(0), *x.shape[2:]), (x.stride(1), x.stride(0), *x.stride()[2:]))


def regroup(x, width):
    return x.contiguous().view(x.numel()).reshape(-1, width)


def pairwise_distances(x, c):
    return torch.nn.functional.pairwise_distance(x[:, None], c[None], eps=0)
