"""Style: PyTorch of 2017, with Variable, .data, typed tensor constructors and explicit copies."""

import torch
from torch.autograd import Variable


def numpy_to_tensor(array, device="cpu"):
    result = torch.FloatTensor(*array.shape) if array.ndim else torch.zeros(())
    result.copy_(torch.from_numpy(array.copy()))
    return result.to(device)


def shared_tensor(array):
    return Variable(torch.from_numpy(array)).data


def tensor_to_numpy(tensor):
    return tensor.data.cpu().numpy()


def pick_device(prefer=None):
    if prefer is not None:
        wanted = torch.device(prefer)
        if wanted.type == "cpu":
            return wanted
        if wanted.type == "cuda" and torch.cuda.is_available() and (wanted.index or 0) < torch.cuda.device_count():
            return wanted
        if wanted.type == "mps" and torch.backends.mps.is_available():
            return wanted
        if wanted.type == "xpu" and torch.xpu.is_available() and (wanted.index or 0) < torch.xpu.device_count():
            return wanted
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    if torch.xpu.is_available():
        return torch.device("xpu")
    return torch.device("cpu")


def move_all(tensors, device):
    moved = []
    for t in tensors:
        moved.append(t.to(device))
    return moved


def spread(tensors, devices):
    out = []
    for i in range(len(tensors)):
        out.append(Variable(tensors[i]).to(devices[i % len(devices)]))
    return out


def float_and_long(values):
    doubles = torch.DoubleTensor(values)
    return doubles.type(torch.FloatTensor), doubles.type(torch.LongTensor)


def type_name(tensor):
    return Variable(tensor).data.type()


def framed_ones(n, value):
    z = torch.Tensor(n, n).fill_(1)
    if n > 2:
        z[1 : n - 1, 1 : n - 1].fill_(value)
    return z


def add(x, y):
    return torch.add(Variable(x), Variable(y)).data


def row_sums(x):
    return torch.sum(x.data, 1)


def row_max(x):
    return torch.max(x, 1)


def drop_first_axis(x):
    if len(x.size()) < 1 or x.size(0) != 1:
        raise ValueError("first axis must be of size 1")
    return x.data.squeeze(0)


def swap_first_axes(x):
    return x.data.transpose(1, 0)


def regroup(x, width):
    return x.contiguous().view(-1, width)


def pairwise_distances(x, c):
    n, k, d = x.size(0), c.size(0), x.size(1)
    wide = x.data.unsqueeze(1).expand(n, k, d)
    tall = c.data.unsqueeze(0).expand(n, k, d)
    return torch.pow(wide - tall, 2).sum(2).pow(0.5)
