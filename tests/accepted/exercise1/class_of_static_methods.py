"""Style: a class holds everything, the names point into it; a demonstration runs when the file is a program."""

import numpy as np
import torch


class Tensors:
    ORDER = ("cuda", "mps", "xpu")

    @staticmethod
    def numpy_to_tensor(array, device="cpu"):
        copy = np.empty(array.shape, dtype=np.float32)
        copy[...] = array
        return torch.from_numpy(copy).to(device)

    @staticmethod
    def shared_tensor(array):
        return torch.from_numpy(array)

    @staticmethod
    def tensor_to_numpy(tensor):
        return np.asarray(tensor.detach().cpu())

    @classmethod
    def present(cls, name):
        try:
            torch.tensor(0, device=name)
        except (RuntimeError, AssertionError):
            return False
        return True

    @classmethod
    def pick_device(cls, prefer=None):
        wishes = ([] if prefer is None else [prefer]) + list(cls.ORDER)
        return torch.device(next((wish for wish in wishes if cls.present(wish)), "cpu"))

    @staticmethod
    def float_and_long(values):
        flat = torch.tensor(values, dtype=torch.float64)
        return flat.type(torch.FloatTensor), flat.type(torch.LongTensor)

    @staticmethod
    def framed_ones(n, value):
        edge = torch.zeros(n)
        edge[0] = edge[-1] = 1
        inside = torch.outer(1 - edge, 1 - edge)
        return 1 + (value - 1) * inside

    @staticmethod
    def drop_first_axis(x):
        if not x.dim() or len(x) != 1:
            raise ValueError("no first axis of size 1")
        return x.reshape(x.shape[1:])

    @staticmethod
    def pairwise_distances(x, c):
        squares = (x * x).sum(1, keepdim=True) + (c * c).sum(1) - 2 * x @ c.T
        return squares.clamp_min(0).sqrt()


numpy_to_tensor, shared_tensor = Tensors.numpy_to_tensor, Tensors.shared_tensor
tensor_to_numpy, pick_device = Tensors.tensor_to_numpy, Tensors.pick_device
float_and_long, framed_ones = Tensors.float_and_long, Tensors.framed_ones
drop_first_axis, pairwise_distances = Tensors.drop_first_axis, Tensors.pairwise_distances


def move_all(tensors, device):
    return [t if t.device == torch.device(device) else t.to(device) for t in tensors]


def spread(tensors, devices):
    turns = iter(list(devices) * len(tensors))
    return [t.to(next(turns)) for t in tensors]


def type_name(tensor):
    return tensor.type()


def add(x, y):
    return x.add(y)


def row_sums(x):
    return torch.einsum("nd->n", x) if x.is_floating_point() else x.sum(1)


def row_max(x):
    return x.amax(1), x.argmax(1)


def swap_first_axes(x):
    return x.transpose(0, 1)


def regroup(x, width):
    return x.flatten().reshape(-1, width)


def main():
    print(framed_ones(4, 2.0), pick_device())


if __name__ == "__main__":
    main()
