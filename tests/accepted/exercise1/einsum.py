"""Style: index notation; einsum wherever an axis moves or disappears."""

import numpy as np
import torch


def numpy_to_tensor(array, device="cpu"):
    return torch.asarray(np.array(array, copy=True, order="C"), dtype=torch.float32, device=device)


def shared_tensor(array):
    return torch.einsum("...->...", torch.from_numpy(array))


def tensor_to_numpy(tensor):
    with torch.no_grad():
        return torch.einsum("...->...", tensor.detach().to("cpu")).numpy()


def pick_device(prefer=None):
    def works(device):
        try:
            torch.zeros(1, device=device) + 1
            return True
        except Exception:
            return False

    if prefer is not None and works(prefer):
        return torch.device(prefer)
    return torch.device(next(filter(works, ["cuda", "mps", "xpu", "cpu"])))


def move_all(tensors, device):
    return list(map(lambda t: t.to(device=device), tensors))


def spread(tensors, devices):
    return [t.to(devices[i - i // len(devices) * len(devices)]) for i, t in enumerate(tensors)]


def float_and_long(values):
    x = torch.tensor(values, dtype=torch.float32)
    return x, x.to(torch.int64)


def type_name(tensor):
    return torch.Tensor.type(tensor)


def framed_ones(n, value):
    inner = torch.zeros(n)
    inner[1:-1] = 1
    mask = torch.einsum("i,j->ij", inner, inner)
    return 1 + mask * (float(value) - 1)


def add(x, y):
    return torch.add(x, y)


def row_sums(x):
    if x.is_floating_point():
        return torch.einsum("nd->n", x)
    return torch.einsum("nd->n", x.long())


def row_max(x):
    order = torch.argmax(x, -1)
    return torch.take_along_dim(x, order.unsqueeze(-1), -1).squeeze(-1), order


def drop_first_axis(x):
    if x.shape[:1] != (1,):
        raise ValueError(f"expected (1, ...), got {tuple(x.shape)}")
    return torch.einsum("a...->...", x)


def swap_first_axes(x):
    return torch.einsum("ab...->ba...", x)


def regroup(x, width):
    return torch.reshape(x, [-1, width])


def pairwise_distances(x, c):
    dots = torch.einsum("nd,kd->nk", x, c)
    squares = torch.einsum("nd,nd->n", x, x)[:, None] + torch.einsum("kd,kd->k", c, c)[None, :]
    return torch.sqrt(torch.clamp(squares - 2 * dots, min=0))
