"""Exercise 1: tensors, NumPy and devices.

A tensor is what a NumPy array would be if it could also live on a GPU and remember how it was computed. Like an
array it has a shape, a dtype and a block of memory; unlike an array it also has a device, where that memory is:

    import torch
    x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    x.shape    torch.Size([2, 3])        x.dtype    torch.float32
    x.device   device(type='cpu')        x.type()   'torch.FloatTensor'

float32 ("FloatTensor") is the default for real numbers, int64 ("LongTensor") for whole ones, labels and indices.

To NumPy and back. torch.from_numpy(a) does not copy: array and tensor are two names of one memory, so a write on one
side is seen on the other. torch.tensor(a) copies. The way back, tensor.numpy(), also shares memory, and therefore
asks for a tensor that is on the CPU (NumPy cannot see a GPU's memory) and outside the graph that autograd keeps:

    array = tensor.detach().cpu().numpy()

Devices. tensor.to("cuda") copies a tensor to the GPU, and returns the tensor itself where it is there already. An
operation runs where its inputs are, and they must all be in one place: adding a tensor on the CPU and one on the GPU
raises RuntimeError. Hence a program picks its device once, moves everything there, and comes back to the CPU to print,
plot or save. Nobody needs a GPU for this exercise: the checks bring a simulated one.

Operations. Most of them work on all elements at once, without a loop:

    x + torch.tensor([10.0, 20.0, 30.0])    [[11, 22, 33], [14, 25, 36]]    the row is broadcast over both rows of x
    x.sum(dim=1)                            [6, 15]                         dim=1 is the axis that disappears
    x.max(dim=1)                            values [3, 6], indices [2, 2]
    x.transpose(0, 1)                       shape (3, 2), a view: no element moves, only the strides change
    x.reshape(3, 2)                         [[1, 2], [3, 4], [5, 6]]        reads row after row, so not the transpose

Broadcasting lines shapes up from the right; an axis of size 1, or a missing one, is stretched. That is all it takes to
compare every row of one matrix with every row of another: (n, 1, d) - (1, k, d) has the shape (n, k, d).

What to do: write the sixteen functions below, most of them in one line, then type `grade exercise1`; `grade hint
exercise1 regroup` helps with one of them. No function may change its inputs, and results keep the dtype and the device
of the input where nothing else is said.

Sources:
    Tensors                 https://docs.pytorch.org/tutorials/beginner/basics/tensorqs_tutorial.html
    torch.Tensor            https://docs.pytorch.org/docs/stable/tensors.html
    Views                   https://docs.pytorch.org/docs/stable/tensor_view.html
    Broadcasting            https://docs.pytorch.org/docs/stable/notes/broadcasting.html
    CUDA semantics          https://docs.pytorch.org/docs/stable/notes/cuda.html
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor


def numpy_to_tensor(array: np.ndarray, device: torch.device | str = "cpu") -> Tensor:
    """Copy a NumPy array into a float32 tensor on `device`.

    The tensor has memory of its own: a later write to the array does not reach it, nor the other way round.

    Args:
        array: any shape, () included; any real numeric or bool dtype in native byte order; any strides, so also a
            transposed array or a reversed one such as a[::-1], which torch.from_numpy refuses.
        device: where the tensor shall live, a torch.device or its name.

    Returns:
        float32 tensor on `device` with the array's shape and values.

    Example:
        >>> numpy_to_tensor(np.array([[1, 2], [3, 4]]))
        tensor([[1., 2.],
                [3., 4.]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.from_numpy.html
    """
    raise NotImplementedError("Exercise 1: write numpy_to_tensor in exercises/exercise1.py")


def shared_tensor(array: np.ndarray) -> Tensor:
    """Give a NumPy array a second name: a tensor on the same memory.

    Args:
        array: a writable array that torch can share, of any such shape, dtype and strides.

    Returns:
        CPU tensor with the array's shape and dtype; a write to one is seen in the other.

    Example:
        >>> a = np.zeros(3)
        >>> t = shared_tensor(a)
        >>> a[0] = 7.0
        >>> t
        tensor([7., 0., 0.], dtype=torch.float64)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.from_numpy.html
    """
    raise NotImplementedError("Exercise 1: write shared_tensor in exercises/exercise1.py")


def tensor_to_numpy(tensor: Tensor) -> np.ndarray:
    """Bring a tensor to NumPy, from wherever it is.

    Args:
        tensor: any shape, any dtype that NumPy has too, on any device that holds data; contiguous or not, with or
            without requires_grad. It is left as it is: still on its device, still with its requires_grad.

    Returns:
        array of the same shape, dtype and values.

    Example:
        >>> tensor_to_numpy(torch.tensor([1.0, 2.0], requires_grad=True))
        array([1., 2.], dtype=float32)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.numpy.html
    """
    raise NotImplementedError("Exercise 1: write tensor_to_numpy in exercises/exercise1.py")


def pick_device(prefer: torch.device | str | None = None) -> torch.device:
    """Choose the device to work on.

    Args:
        prefer: the device one would like, a torch.device or its name ("cpu", "cuda", "cuda:1", "mps", ...), or None.

    Returns:
        `prefer` if it is usable here ("cpu" always is); else an accelerator that is present (cuda, mps or xpu); else
        the CPU. On a machine with one GPU, "cuda:7" is not usable and gives that GPU; on one without, the CPU.

    Example:
        >>> pick_device("cpu")
        device(type='cpu')

    Source: https://docs.pytorch.org/docs/stable/notes/cuda.html#device-agnostic-code
    """
    raise NotImplementedError("Exercise 1: write pick_device in exercises/exercise1.py")


def move_all(tensors: Sequence[Tensor], device: torch.device | str) -> list[Tensor]:
    """Move every tensor to one device.

    Args:
        tensors: tensors of any shapes and dtypes, each on any device. The list itself is left as it is.
        device: where they shall all be, a torch.device or its name.

    Returns:
        new list, same order; a tensor that is on `device` already is returned itself, not copied.

    Example:
        >>> x = torch.ones(2)
        >>> move_all([x], "cpu")[0] is x
        True

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.to.html
    """
    raise NotImplementedError("Exercise 1: write move_all in exercises/exercise1.py")


def spread(tensors: Sequence[Tensor], devices: Sequence[torch.device | str]) -> list[Tensor]:
    """Deal tensors out to several devices like cards: round robin.

    Five tensors on two devices go to 0, 1, 0, 1, 0.

    Args:
        tensors: any number of tensors, each on any device.
        devices: at least one device, torch.device or name; more devices than tensors are fine.

    Returns:
        new list, same order; the i-th tensor is on devices[i % len(devices)].

    Example:
        >>> [t.device.type for t in spread([torch.ones(1), torch.ones(2), torch.ones(3)], ["cpu", "meta"])]
        ['cpu', 'meta', 'cpu']

    Source: https://docs.pytorch.org/docs/stable/notes/cuda.html
    """
    raise NotImplementedError("Exercise 1: write spread in exercises/exercise1.py")


def float_and_long(values: list) -> tuple[Tensor, Tensor]:
    """Make a FloatTensor and a LongTensor of the same numbers.

    Args:
        values: list of Python numbers (int or float, of magnitude below 2^24), or lists of such lists of equal length.

    Returns:
        (float32 tensor, int64 tensor), both of the shape of `values`; the second is truncated toward zero.

    Example:
        >>> float_and_long([1.75, -1.75, 3])
        (tensor([ 1.7500, -1.7500,  3.0000]), tensor([ 1, -1,  3]))

    Source: https://docs.pytorch.org/docs/stable/tensors.html#data-types
    """
    raise NotImplementedError("Exercise 1: write float_and_long in exercises/exercise1.py")


def type_name(tensor: Tensor) -> str:
    """Name a tensor's type the way torch does.

    Args:
        tensor: any tensor.

    Returns:
        what tensor.type() says: "torch.FloatTensor" for float32 on the CPU, "torch.LongTensor" for int64, ...

    Example:
        >>> type_name(torch.ones(2))
        'torch.FloatTensor'

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.type.html
    """
    raise NotImplementedError("Exercise 1: write type_name in exercises/exercise1.py")


def framed_ones(n: int, value: float) -> Tensor:
    """Build a square of `value` in a frame of ones, one element wide.

    Args:
        n: side length, at least 2; with n = 2 there is nothing but frame.
        value: what rows 1:n-1 and columns 1:n-1 hold.

    Returns:
        (n, n) float32.

    Example:
        >>> framed_ones(4, 5)
        tensor([[1., 1., 1., 1.],
                [1., 5., 5., 1.],
                [1., 5., 5., 1.],
                [1., 1., 1., 1.]])

    Source: https://numpy.org/doc/stable/user/basics.indexing.html#slicing-and-striding (torch slices the same way)
    """
    raise NotImplementedError("Exercise 1: write framed_ones in exercises/exercise1.py")


def add(x: Tensor, y: Tensor) -> Tensor:
    """Add two tensors element by element, with broadcasting.

    Args:
        x: any shape.
        y: any shape that broadcasts with x's.

    Returns:
        x + y in the broadcast shape: (3, 1) and (4,) give (3, 4). Both inputs are left as they are.

    Example:
        >>> add(torch.tensor([[1], [2]]), torch.tensor([10, 20, 30]))
        tensor([[11, 21, 31],
                [12, 22, 32]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.add.html
    """
    raise NotImplementedError("Exercise 1: write add in exercises/exercise1.py")


def row_sums(x: Tensor) -> Tensor:
    """Sum each row.

    Args:
        x: (n, d), floating point or integer.

    Returns:
        (n,), in x's dtype; int64 for integers of any width, as torch does, so that 200 + 100 fits whatever x's dtype.

    Example:
        >>> row_sums(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
        tensor([3., 7.])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.sum.html
    """
    raise NotImplementedError("Exercise 1: write row_sums in exercises/exercise1.py")


def row_max(x: Tensor) -> tuple[Tensor, Tensor]:
    """Find the largest value of each row and where it stands.

    Args:
        x: (n, d) with d >= 1.

    Returns:
        (values, indices), both (n,): the values in x's dtype, the column of each as int64. Where the largest value
        stands several times in a row, any of its columns is right.

    Example:
        >>> values, indices = row_max(torch.tensor([[1.0, 9.0], [8.0, 2.0]]))
        >>> values, indices
        (tensor([9., 8.]), tensor([1, 0]))

    Source: https://docs.pytorch.org/docs/stable/generated/torch.max.html
    """
    raise NotImplementedError("Exercise 1: write row_max in exercises/exercise1.py")


def drop_first_axis(x: Tensor) -> Tensor:
    """Remove a leading axis of size 1, and only that one.

    Args:
        x: (1, ...).

    Returns:
        (...), same values: (1, 1, 4) gives (1, 4).

    Raises:
        ValueError: x has no axis at all, or its first one is not of size 1 (squeeze would silently do nothing).

    Example:
        >>> drop_first_axis(torch.ones(1, 1, 4)).shape
        torch.Size([1, 4])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.squeeze.html
    """
    raise NotImplementedError("Exercise 1: write drop_first_axis in exercises/exercise1.py")


def swap_first_axes(x: Tensor) -> Tensor:
    """Swap the first two axes without moving an element.

    Args:
        x: (a, b, ...), at least two axes.

    Returns:
        (b, a, ...): a view that shares x's memory, result[j, i] is x[i, j].

    Example:
        >>> swap_first_axes(torch.ones(2, 3, 5)).shape
        torch.Size([3, 2, 5])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.transpose.html
    """
    raise NotImplementedError("Exercise 1: write swap_first_axes in exercises/exercise1.py")


def regroup(x: Tensor, width: int) -> Tensor:
    """Read all elements in order, row after row, and lay them out in rows of `width`.

    Args:
        x: any shape, contiguous or not (a transposed matrix is read in its own order, not in that of its memory).
        width: length of the new rows, at least 1.

    Returns:
        (number of elements / width, width), same values.

    Raises:
        RuntimeError: torch's own, where `width` does not divide the number of elements.

    Example:
        >>> regroup(torch.tensor([[1, 2, 3], [4, 5, 6]]), 2)
        tensor([[1, 2],
                [3, 4],
                [5, 6]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.reshape.html
    """
    raise NotImplementedError("Exercise 1: write regroup in exercises/exercise1.py")


def pairwise_distances(x: Tensor, c: Tensor) -> Tensor:
    """Measure the Euclidean distance from every row of x to every row of c, without a Python loop.

    result[i, j] = sqrt(sum_m (x[i, m] - c[j, m])^2)

    Args:
        x: (n, d) floating point.
        c: (k, d), same dtype and device.

    Returns:
        (n, k), within 1e-3 of the definition for coordinates of size 1: never nan, also where a row of x is a row of
        c. (The expansion |x|^2 + |c|^2 - 2 x.c needs a clamp for that: rounding makes it slightly negative there.)

    Example:
        >>> pairwise_distances(torch.tensor([[0.0, 0.0], [3.0, 4.0]]), torch.tensor([[0.0, 0.0]]))
        tensor([[0.],
                [5.]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cdist.html
    """
    raise NotImplementedError("Exercise 1: write pairwise_distances in exercises/exercise1.py")
