"""Style: a beginner, one step a line, loops and ifs wherever they are allowed."""

import torch


def numpy_to_tensor(array, device="cpu"):
    numbers = array.tolist()
    tensor = torch.tensor(numbers, dtype=torch.float32)
    tensor = tensor.to(device)
    return tensor


def shared_tensor(array):
    tensor = torch.from_numpy(array)
    return tensor


def tensor_to_numpy(tensor):
    if tensor.requires_grad:
        tensor = tensor.detach()
    if tensor.device.type != "cpu":
        tensor = tensor.cpu()
    return tensor.numpy()


def pick_device(prefer=None):
    if prefer is not None:
        if str(prefer) == "cpu":
            return torch.device("cpu")
        try:
            torch.ones(1).to(prefer)
            return torch.device(prefer)
        except Exception:
            print("cannot use", prefer)
    if torch.cuda.is_available():
        return torch.device("cuda:0")
    elif torch.backends.mps.is_available():
        return torch.device("mps")
    elif hasattr(torch, "xpu") and torch.xpu.is_available():
        return torch.device("xpu")
    else:
        return torch.device("cpu")


def move_all(tensors, device):
    result = []
    for tensor in tensors:
        if tensor.device == torch.device(device):
            result.append(tensor)
        else:
            result.append(tensor.to(device))
    return result


def spread(tensors, devices):
    result = []
    which = 0
    for tensor in tensors:
        result.append(tensor.to(devices[which]))
        which = which + 1
        if which == len(devices):
            which = 0
    return result


def float_and_long(values):
    def cut(v):
        if isinstance(v, list):
            return [cut(w) for w in v]
        return int(v)

    return torch.FloatTensor(values), torch.LongTensor(cut(values))


def type_name(tensor):
    name = tensor.type()
    return name


def framed_ones(n, value):
    matrix = torch.ones(n, n)
    for row in range(1, n - 1):
        for column in range(1, n - 1):
            matrix[row, column] = value
    return matrix


def add(x, y):
    x, y = torch.broadcast_tensors(x, y)
    z = x + y
    return z


def row_sums(x):
    sums = []
    for row in x:
        total = 0
        for entry in row:
            total = total + entry if x.dtype.is_floating_point else total + entry.long()
        sums.append(total)
    return torch.stack(sums)


def row_max(x):
    values = []
    indices = []
    for row in x:
        best = 0
        for i in range(len(row)):
            if row[i] > row[best]:
                best = i
        values.append(row[best])
        indices.append(best)
    return torch.stack(values), torch.tensor(indices).to(x.device)


def drop_first_axis(x):
    if x.dim() == 0:
        raise ValueError("no axis")
    if x.shape[0] != 1:
        raise ValueError("first axis is not 1")
    for entry in x:
        return entry


def swap_first_axes(x):
    axes = list(range(x.dim()))
    axes[0] = 1
    axes[1] = 0
    return x.permute(axes)


def regroup(x, width):
    flat = x.flatten()
    return flat.view(-1, width)


def pairwise_distances(x, c):
    n = x.shape[0]
    k = c.shape[0]
    a = x.repeat_interleave(k, dim=0)
    b = c.repeat(n, 1)
    difference = a - b
    squared = difference * difference
    return squared.sum(dim=1).sqrt().reshape(n, k)
