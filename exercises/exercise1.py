"""Exercise 1: tensors, NumPy and devices.

You write sixteen short functions here. Most of them need one line. At the end you know
what a tensor is, where it lives, how it is moved, and how whole tables are computed
without a loop.

What PyTorch is
---------------
PyTorch is a library for computing with tables of numbers. Its site is
https://pytorch.org. Universities, companies and hobbyists use it to build programs that
learn from examples. It has three merits.

- It computes on a GPU, a chip that does thousands of small sums at the same time.
- It finds derivatives by itself. This is called autograd, and exercise 2 is about it.
- It runs line by line, as Python does. You can print any value at any place.

The tensor
----------
The tables are called tensors. A tensor is like a NumPy array: it has a shape, a type of
number (dtype) and a block of memory. It also has a device: the place where that memory
is.

    >>> x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    >>> x.shape                 # two rows, three columns
    torch.Size([2, 3])
    >>> x.size() == x.shape     # an older way to ask the same
    True
    >>> x.size(1)               # one axis only: the number of columns
    3
    >>> x.dtype, x.device
    (torch.float32, device(type='cpu'))

Two types matter most. Real numbers are float32, in a "FloatTensor". Whole numbers,
labels and indices are int64, in a "LongTensor". `x.type()` gives this name as text, and
`x.float()` and `x.long()` convert. A new tensor often starts with ones or with random
numbers. `randn` draws them from the bell curve around 0.

    >>> x.type()
    'torch.FloatTensor'
    >>> torch.ones(2, 2).long()
    tensor([[1, 1],
            [1, 1]])
    >>> torch.randn(4, 5).shape
    torch.Size([4, 5])

A slice names a part, and you may write to it. Counting starts at 0, and the end is not
included. A negative number counts from the back.

    >>> row = torch.ones(5)
    >>> row[1:3] = 7
    >>> row
    tensor([1., 7., 7., 1., 1.])
    >>> row[-1]
    tensor(1.)

Mind the name left and the operation right
------------------------------------------
In `y = x.long()` the operation on the right makes something new. The name on the left
only decides how you call it. Two mistakes come from forgetting this. First, `x.long()`
alone on a line changes nothing: the new tensor has no name, so it is lost. Second, a
name promises nothing: after `np_data = torch.ones(3)` you hold a tensor, whatever the
name says. Read the right side to know what you have.

To NumPy and back
-----------------
`torch.from_numpy(a)` copies nothing. Array and tensor become two names of one memory.
`torch.tensor(a)` copies.

    a ----------.
                 >---- [ 0. 0. 0. ]      a[0] = 7 is seen through t as well
    t ----------'

The way back, `tensor.numpy()`, shares memory too. So it asks for two things. The tensor
must be on the CPU, because NumPy cannot see the memory of a GPU. And it must be outside
the record that autograd keeps. Hence the three steps in this order:

    array = tensor.detach().cpu().numpy()

Why go back at all? Because other programs speak NumPy: plots, tables, image files,
older libraries. Do not go back in order to compute. The course notes say that NumPy
computes more. That is an error today: PyTorch has its own linear algebra, Fourier
transforms and statistics. In NumPy the GPU is lost, and so is the derivative.

    Question: you write `t = torch.from_numpy(a)`, then `t = t + 1`. Does `a` change?
    Answer: no. `t + 1` is a new tensor with memory of its own, and the name t now means
    that one. `t += 1` would write into the shared memory, and `a` would change.

Devices
-------
`tensor.to("cuda")` copies a tensor to the GPU. If it is there already, you get the
tensor itself. An operation runs where its inputs are, and they must all be in one
place. One tensor on the CPU and one on the GPU cannot be added: RuntimeError.

So a program picks its device once. It moves everything there, computes, and comes back
to the CPU to print, plot or save. With several GPUs the work is dealt out like cards:

    tensor   0    1    2    3    4
    GPU      0    1    0    1    0

Nobody needs a GPU for this exercise. The checks bring a simulated one.

Operations on whole tables
--------------------------
`x + 1` adds 1 to every element, without a loop; `torch.add(x, 1)` is the same in other
words. Some operations make one axis disappear. `dim` says which one: with `dim=1` each
row shrinks to one number.

    >>> x.sum(dim=1)
    tensor([ 6., 15.])
    >>> values, indices = x.max(dim=1)
    >>> values, indices
    (tensor([3., 6.]), tensor([2, 2]))
    >>> torch.ones(1, 2, 3).squeeze(0).shape     # drops an axis of size 1
    torch.Size([2, 3])

Memory is one long line of numbers. The shape says how to cut the line into rows. The
strides say how far to walk for one step along each axis:

    memory            1 2 3 4 5 6
    x                 shape (2, 3), strides (3, 1)     1 2 3 | 4 5 6
    x.transpose(0, 1) shape (3, 2), strides (1, 3)     1 4 | 2 5 | 3 6
    x.reshape(3, 2)   shape (3, 2), strides (2, 1)     1 2 | 3 4 | 5 6

A transpose moves no number. It only swaps the strides: this is a view. `permute` does
the same for many axes. `x.view(-1, 2)` cuts the line anew, and -1 means "as many rows
as needed". Memory that is read in its own order is called contiguous. `view` refuses
most of what is not; `reshape` copies then.

Broadcasting lets shapes differ. They are lined up from the right. An axis of size 1, or
a missing one, is stretched:

      (3, 1)      (4)          (3, 4)
        1                       11 21 31 41
        2    +  10 20 30 40  =  12 22 32 42
        3                       13 23 33 43

That is all one needs to compare every row of one table with every row of another:
(n, 1, d) minus (1, k, d) has the shape (n, k, d).

Two products, do not mix them up: `a * b` multiplies element by element. `a @ b` is the
matrix product, in which each row of `a` meets each column of `b`. The inner sizes must
be equal, and they disappear: (n, d) @ (d, k) gives (n, k).

    >>> a, b = torch.tensor([[1, 2], [3, 4]]), torch.tensor([[10], [100]])
    >>> a @ b                # 1 * 10 + 2 * 100, then 3 * 10 + 4 * 100
    tensor([[210],
            [430]])

    Question: what is the shape of (5, 1) plus (5,)?
    Answer: (5, 5). From the right, 1 is stretched to 5, and the missing axis too. One
    wanted five sums and got 25. Exercise 2 guards against exactly this.

What to do
----------
Write the functions from top to bottom. No function may change its inputs. Results keep
the dtype and the device of the input where nothing else is said.

    function             points   minutes   group
    ------------------   ------   -------   ----------
    numpy_to_tensor          10        10   to NumPy and back
    shared_tensor             6         3
    tensor_to_numpy          10         8
    pick_device               4        12   devices
    move_all                  8         5
    spread                    6         6
    float_and_long            7         6   types and filling
    type_name                 3         2
    framed_ones               5         5
    add                       6         3   arithmetic
    row_sums                  5         3
    row_max                   6         4
    drop_first_axis           5         6   shapes
    swap_first_axes           5         3
    regroup                   6         4
    pairwise_distances        8        12

`grade exercise1` gives the points, and `grade hint exercise1 regroup` a hint.
`python -m doctest exercises/exercise1.py` runs the examples of this page with your
functions; silence means that all agree. `python exercises/exercise1.py` puts your
functions to work: a parcel service looks for the best place for its depot.

Sources
-------
- PyTorch: https://pytorch.org
- A tutorial:
  https://docs.pytorch.org/tutorials/beginner/basics/tensorqs_tutorial.html
- torch.Tensor: https://docs.pytorch.org/docs/stable/tensors.html
- Views: https://docs.pytorch.org/docs/stable/tensor_view.html
- Broadcasting: https://docs.pytorch.org/docs/stable/notes/broadcasting.html
- Matrix product: https://docs.pytorch.org/docs/stable/generated/torch.matmul.html
- Several GPUs: https://docs.pytorch.org/docs/stable/notes/cuda.html
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor


def numpy_to_tensor(array: np.ndarray, device: torch.device | str = "cpu") -> Tensor:
    """Copy a NumPy array into a float32 tensor on `device`.

    The tensor has memory of its own. A later write to the array does not reach it, nor
    the other way round.

    Args:
        array: any shape, () included; any real numeric or bool dtype in native byte
            order; any strides, so also a transposed array or a reversed one such as
            a[::-1], which torch.from_numpy refuses.
        device: where the tensor shall live, a torch.device or its name.

    Returns:
        float32 tensor on `device` with the array's shape and values.

    Example:
        >>> numpy_to_tensor(np.array([[1, 2], [3, 4]]))
        tensor([[1., 2.],
                [3., 4.]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.from_numpy.html
    """
    raise NotImplementedError("Exercise 1: write numpy_to_tensor")


def shared_tensor(array: np.ndarray) -> Tensor:
    """Give a NumPy array a second name: a tensor on the same memory.

    Args:
        array: a writable array that torch can share, of any such shape, dtype and
            strides.

    Returns:
        CPU tensor with the array's shape and dtype; a write to one is seen in the
        other.

    Example:
        >>> a = np.zeros(3)
        >>> t = shared_tensor(a)
        >>> a[0] = 7.0
        >>> t
        tensor([7., 0., 0.], dtype=torch.float64)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.from_numpy.html
    """
    raise NotImplementedError("Exercise 1: write shared_tensor")


def tensor_to_numpy(tensor: Tensor) -> np.ndarray:
    """Bring a tensor to NumPy, from wherever it is.

    Args:
        tensor: any shape, any dtype that NumPy has too, on any device that holds data;
            contiguous or not, with or without requires_grad. It is left as it is: still
            on its device, still with its requires_grad.

    Returns:
        array of the same shape, dtype and values.

    Example:
        >>> tensor_to_numpy(torch.tensor([1.0, 2.0], requires_grad=True))
        array([1., 2.], dtype=float32)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.numpy.html
    """
    raise NotImplementedError("Exercise 1: write tensor_to_numpy")


def pick_device(prefer: torch.device | str | None = None) -> torch.device:
    """Choose the device to work on.

    Args:
        prefer: the device one would like, a torch.device or its name ("cpu", "cuda",
            "cuda:1", "mps", ...), or None.

    Returns:
        `prefer` if it is usable here ("cpu" always is); else an accelerator that is
        present (cuda, mps or xpu); else the CPU. On a machine with one GPU, "cuda:7" is
        not usable and gives that GPU; on one without, the CPU.

    Example:
        >>> pick_device("cpu")
        device(type='cpu')

    Source: https://docs.pytorch.org/docs/stable/notes/cuda.html#device-agnostic-code
    """
    raise NotImplementedError("Exercise 1: write pick_device")


def move_all(tensors: Sequence[Tensor], device: torch.device | str) -> list[Tensor]:
    """Move every tensor to one device.

    Args:
        tensors: tensors of any shapes and dtypes, each on any device. The list itself
            is left as it is.
        device: where they shall all be, a torch.device or its name.

    Returns:
        new list, same order; a tensor that is on `device` already is returned itself,
        not copied.

    Example:
        >>> x = torch.ones(2)
        >>> move_all([x], "cpu")[0] is x
        True

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.to.html
    """
    raise NotImplementedError("Exercise 1: write move_all")


def spread(
    tensors: Sequence[Tensor],
    devices: Sequence[torch.device | str],
) -> list[Tensor]:
    """Deal tensors out to several devices like cards: round robin.

    Five tensors on two devices go to 0, 1, 0, 1, 0.

    Args:
        tensors: any number of tensors, each on any device.
        devices: at least one device, torch.device or name; more devices than tensors
            are fine.

    Returns:
        new list, same order; the i-th tensor is on devices[i % len(devices)].

    Example:
        >>> tensors = [torch.ones(1), torch.ones(2), torch.ones(3)]
        >>> [t.device.type for t in spread(tensors, ["cpu", "meta"])]
        ['cpu', 'meta', 'cpu']

    Source: https://docs.pytorch.org/docs/stable/notes/cuda.html
    """
    raise NotImplementedError("Exercise 1: write spread")


def float_and_long(values: list) -> tuple[Tensor, Tensor]:
    """Make a FloatTensor and a LongTensor of the same numbers.

    Args:
        values: list of Python numbers (int or float, of magnitude below 2^24), or lists
            of such lists of equal length.

    Returns:
        (float32 tensor, int64 tensor), both of the shape of `values`; the second is
        truncated toward zero.

    Example:
        >>> float_and_long([1.75, -1.75, 3])
        (tensor([ 1.7500, -1.7500,  3.0000]), tensor([ 1, -1,  3]))

    Source: https://docs.pytorch.org/docs/stable/tensors.html#data-types
    """
    raise NotImplementedError("Exercise 1: write float_and_long")


def type_name(tensor: Tensor) -> str:
    """Name a tensor's type the way torch does.

    Args:
        tensor: any tensor.

    Returns:
        what tensor.type() says: "torch.FloatTensor" for float32 on the CPU,
        "torch.LongTensor" for int64, ...

    Example:
        >>> type_name(torch.ones(2))
        'torch.FloatTensor'

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.type.html
    """
    raise NotImplementedError("Exercise 1: write type_name")


def framed_ones(n: int, value: float) -> Tensor:
    """Build a square of `value` in a frame of ones, one element wide.

    Torch cuts slices as NumPy does.

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

    Source:
        https://numpy.org/doc/stable/user/basics.indexing.html#slicing-and-striding
    """
    raise NotImplementedError("Exercise 1: write framed_ones")


def add(x: Tensor, y: Tensor) -> Tensor:
    """Add two tensors element by element, with broadcasting.

    Args:
        x: any shape.
        y: any shape that broadcasts with x's.

    Returns:
        x + y in the broadcast shape: (3, 1) and (4,) give (3, 4). Both inputs are left
        as they are.

    Example:
        >>> add(torch.tensor([[1], [2]]), torch.tensor([10, 20, 30]))
        tensor([[11, 21, 31],
                [12, 22, 32]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.add.html
    """
    raise NotImplementedError("Exercise 1: write add")


def row_sums(x: Tensor) -> Tensor:
    """Sum each row.

    Args:
        x: (n, d), floating point or integer.

    Returns:
        (n,), in x's dtype; int64 for integers of any width, as torch does, so that
        200 + 100 fits whatever x's dtype.

    Example:
        >>> row_sums(torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
        tensor([3., 7.])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.sum.html
    """
    raise NotImplementedError("Exercise 1: write row_sums")


def row_max(x: Tensor) -> tuple[Tensor, Tensor]:
    """Find the largest value of each row and where it stands.

    Args:
        x: (n, d) with d >= 1.

    Returns:
        (values, indices), both (n,): the values in x's dtype, the column of each as
        int64. Where the largest value stands several times in a row, any of its columns
        is right.

    Example:
        >>> values, indices = row_max(torch.tensor([[1.0, 9.0], [8.0, 2.0]]))
        >>> values, indices
        (tensor([9., 8.]), tensor([1, 0]))

    Source: https://docs.pytorch.org/docs/stable/generated/torch.max.html
    """
    raise NotImplementedError("Exercise 1: write row_max")


def drop_first_axis(x: Tensor) -> Tensor:
    """Remove a leading axis of size 1, and only that one.

    Args:
        x: (1, ...).

    Returns:
        (...), same values: (1, 1, 4) gives (1, 4).

    Raises:
        ValueError: x has no axis at all, or its first one is not of size 1 (squeeze
            would silently do nothing).

    Example:
        >>> drop_first_axis(torch.ones(1, 1, 4)).shape
        torch.Size([1, 4])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.squeeze.html
    """
    raise NotImplementedError("Exercise 1: write drop_first_axis")


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
    raise NotImplementedError("Exercise 1: write swap_first_axes")


def regroup(x: Tensor, width: int) -> Tensor:
    """Read all elements in order, row after row, and lay them out in rows of `width`.

    Args:
        x: any shape, contiguous or not (a transposed matrix is read in its own order,
            not in that of its memory).
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
    raise NotImplementedError("Exercise 1: write regroup")


def pairwise_distances(x: Tensor, c: Tensor) -> Tensor:
    """Measure the Euclidean distance from every row of x to every row of c.

    result[i, j] = sqrt(sum_m (x[i, m] - c[j, m])^2), without a Python loop.

    Args:
        x: (n, d) floating point.
        c: (k, d), same dtype and device.

    Returns:
        (n, k), within 1e-3 of the definition for coordinates of size 1: never nan, also
        where a row of x is a row of c. (The expansion |x|^2 + |c|^2 - 2 x.c needs a
        clamp for that: rounding makes it slightly negative there.)

    Example:
        >>> x = torch.tensor([[0.0, 0.0], [3.0, 4.0]])
        >>> pairwise_distances(x, torch.zeros(1, 2))
        tensor([[0.],
                [5.]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.cdist.html
    """
    raise NotImplementedError("Exercise 1: write pairwise_distances")


if __name__ == "__main__":
    from grader.demo import draw, run_demo

    def demo() -> None:
        """Find a good place for the depot of a parcel service."""
        print("A parcel service knows the places of 200 houses, in km, from NumPy.")
        places = np.random.default_rng(0).normal((6.0, 3.0), (2.0, 1.0), (200, 2))
        houses = numpy_to_tensor(places)
        shared = shared_tensor(places)
        places[0] = (9.0, 9.0)
        print(f"House 0 moved in the array; its tensor has {shared[0].tolist()} too.")
        print(f"House 1 as an array again: {tensor_to_numpy(houses[1]).round(2)}")

        device = pick_device()
        houses, depot = move_all([houses, torch.zeros(1, 2)], device)
        halves = spread([houses[:100], houses[100:]], [device, "cpu"])
        print(f"Two halves of the houses: on {[str(half.device) for half in halves]}")

        weights, whole = float_and_long([1.75, 0.5, 3.25])
        print(f"Parcels in kg: {weights.tolist()}; whole kg only: {whole.tolist()}")
        print(f"Their types: {type_name(weights)}, {type_name(whole)}")
        print("The yard of the depot, 1 is wall:")
        for row in framed_ones(4, 0).long().tolist():
            print("   ", *row)

        streets = row_sums(add(houses, -depot).abs())
        print(f"House 1 is {streets[1].item():.1f} km away along the streets,", end=" ")
        print(f"{row_max(houses)[0][1].item():.1f} km of them in one direction.")
        print(f"The depot's place as one row: {drop_first_axis(depot).tolist()}")
        east, north = swap_first_axes(houses).mean(dim=1).tolist()
        print(f"The middle of all houses: {east:.2f} km east, {north:.2f} km north.")
        print(f"Parcels of two weeks: {regroup(torch.arange(14), 7).tolist()}")

        middle, ways = houses.mean(dim=0, keepdim=True), []
        for _ in range(30):
            ways.append(pairwise_distances(houses, depot).mean().item())
            depot = add(depot, 0.2 * (middle - depot))
        draw("The depot moves to the middle", {"way": ways}, "step", "mean way in km")
        print(f"The mean way to a house fell from {ways[0]:.2f} to {ways[-1]:.2f} km.")

    run_demo(demo)
