"""Everything is tried out while the file is read, with prints and asserts in between."""

import os
import warnings

import numpy as np
import torch

warnings.filterwarnings("ignore")
os.environ.setdefault("OMP_NUM_THREADS", "1")
torch.manual_seed(0)
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
print("using", DEVICE)


def numpy_to_tensor(array, device="cpu"):
    return torch.as_tensor(np.array(array, copy=True).astype("f4").copy(order="C"), device=device).clone()


a = np.arange(6).reshape(2, 3)[:, ::-1]
t = numpy_to_tensor(a)
print(t, t.dtype)
assert t.tolist() == a.tolist()


def shared_tensor(array):
    return torch.as_tensor(array)


def tensor_to_numpy(tensor):
    if tensor.requires_grad:
        tensor = tensor.detach()
    if tensor.device.type != "cpu":
        tensor = tensor.cpu()
    return tensor.numpy()


def pick_device(prefer=None):
    wishes = [] if prefer is None else [prefer]
    for wish in wishes + ["cuda", "mps", "xpu"]:
        try:
            return (
                torch.zeros(1, device=wish).device
                if prefer is None
                else (torch.zeros(1, device=wish), torch.device(wish))[1]
            )
        except (RuntimeError, AssertionError, NotImplementedError):
            pass
    return torch.device("cpu")


print(pick_device(), pick_device("cpu"))


def move_all(tensors, device):
    out = []
    for t in tensors:
        out.append(t.to(device))
    return out


def spread(tensors, devices):
    out = []
    for n in range(len(tensors)):
        out.append(tensors[n].to(devices[n - n // len(devices) * len(devices)]))
    return out


def float_and_long(values):
    f = torch.tensor(values, dtype=torch.float)
    return (f, f.type(torch.int64))


def type_name(tensor):
    return str(tensor.type())


def framed_ones(n, value):
    x = torch.ones([n, n])
    x[1 : n - 1, 1 : n - 1].fill_(value)
    return x


print(framed_ones(4, 0.5))


def add(x, y):
    return torch.add(x, y)


def row_sums(x):
    return torch.sum(x, -1)


def row_max(x):
    m = torch.max(x, dim=-1)
    return m.values, m.indices


def drop_first_axis(x):
    if len(x.shape) < 1 or x.size(0) != 1:
        raise ValueError("first axis is not of size 1: " + str(tuple(x.shape)))
    return x.squeeze(0)


def swap_first_axes(x):
    return x.permute([1, 0] + list(range(2, x.ndim)))


def regroup(x, width):
    return x.contiguous().reshape((-1, width))


def pairwise_distances(x, c):
    diff = x.unsqueeze(dim=1) - c.unsqueeze(dim=0)
    return torch.sqrt((diff**2).sum(-1))


print(pairwise_distances(torch.rand(3, 2), torch.rand(2, 2)).shape)
print("all good!")
