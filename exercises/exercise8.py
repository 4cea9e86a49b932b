"""Exercise 8: learning without labels.

Three coffee carts are to serve a large square. People sit in groups: by the fountain,
at the school gate, in front of the station. Nobody has made a list of groups, and
nobody has told you which person belongs to which. You have only the places where people
sit. Where do the carts go? This exercise finds out, and it does so without a single
label.

Part 1: with and without labels
-------------------------------
Everything so far was *supervised*. Each sample came with its label, as if a teacher had
written the right answer beside it. The label gave a loss, and the loss gave a gradient.
But labels are expensive. For MNIST somebody looked at every image and typed the digit.
A doctor who marks one X-ray needs ten minutes.

*Unsupervised* learning does without. It looks at the samples alone and finds structure
that is there anyway, such as groups of similar ones.

                    supervised                   unsupervised
    data            x and y                      x alone
    question        what is the answer?          what belongs together?
    examples        is this mail spam?           which customers are alike?
                    what will the house cost?    which payment is odd?
    kinds           regression (a number),       clustering, compression,
                    classification (a class)     density
    to check it     compare with y               nothing to compare with

The last line is the price. With labels you can say "92 % are right". Without them no
number says that the groups are the true ones, and you have to look at them.

There is a third way, and it made the large language models. Hide one word of a text and
let the net guess it. The label is the hidden word, so the data labels itself. That is
called *self-supervised*.

    Question: You have a million photos, and 500 of them have labels. Which kind is it?
    Answer: The 500 can be learned with a teacher, the million only without.
    `split_labels` asks the simple question: does *every* sample have a label? If not, x
    is all there is.

Part 2: k-means
---------------
The classic is *k-means*. It describes n samples by k centers, and each center is the
mean of the samples that are nearest to it. That goes round in a circle. Without centers
you cannot say who is nearest. Without knowing who is nearest you cannot find the
centers. Lloyd's algorithm simply starts, with k of the samples as centers. Then it
repeats two steps:

    assign    each sample gets the index of its nearest center
    update    each center moves to the mean of the samples that have its index

What it makes small is the *inertia*, the sum of squared distances from each sample to
its own center:

    inertia = sum_i || x_i - center_(label_i) ||^2

With numbers: the samples 0, 1, 9, 10 on a line, k = 2, and a bad start at 0 and 1.

    samples    o o               o o

    start      1 2                          labels 0 1 1 1
    round 1    1            2               labels 0 0 1 1
    round 2     1                 2         labels 0 0 1 1, as before: done

    centers       labels        inertia
    0, 1          0 1 1 1       0 + 0 + 64 + 81      = 145
    0, 6.67       0 0 1 1       0 + 1 + 5.44 + 11.11 = 17.56
    0.5, 9.5      0 0 1 1       4 * 0.25             = 1

No gradient, no learning rate, no label: the two groups were in the data.

One center for all four samples would be their mean, 5. Any other place costs more:

    >>> x = torch.tensor([0.0, 1.0, 9.0, 10.0])
    >>> [round(((x - center) ** 2).sum().item(), 2) for center in (4.9, 5.0, 5.1)]
    [82.04, 82.0, 82.04]

Why does it never get worse? Each of the two steps is the best one for its half of the
problem. If the centers stand still, the nearest center is the cheapest for each sample.
If the labels stand still, the mean is the cheapest place for a center. There the
derivative of sum (x_i - c)^2 with respect to c is 0. In exercise 2 you had to walk to
the lowest point; here it can be named at once. So the inertia can only fall. There are
finitely many ways to label n samples, and so it comes to rest.

What it is good for
-------------------
Stuart Lloyd found it in 1957 for the telephone. A voice had to be sent with few levels
of loudness, and he asked which levels lose least. The same idea makes an image small.
Let the samples be its pixels and find 16 centers. Then send for each pixel only the
number of its center. That is 4 bits for 24. Shops group customers with it, and
biologists group cells. It is also the quickest first look at data that you do not know.
When the labels come later, one label a group may be enough to name them all.

What you need for it you have already. `assign` measures all distances between samples
and centers at once, as `pairwise_distances` of exercise 1 did. `update` is a mean. Only
the start is drawn by chance. Draw it from a `torch.Generator` of your own: then the
same seed gives the same groups, whatever was drawn before.

Part 3: where it goes wrong
---------------------------
It rests, but not always at the best place. Take 0, 1, 10, 11, 20, 21 and k = 3. From 0,
10 and 20 it finds the three pairs, with inertia 1.5. From 0, 1 and 10 it stops at 0, 1
and 15.5, with inertia 101: two centers share one pair, and one center serves two pairs.
That is why one starts several times, with several seeds, and keeps the smallest
inertia.

Choosing k is up to you. More centers always make the inertia smaller, down to 0 when
each sample has its own. Look for the bend. In this example:

    k          1        2       3      4      5      6
    inertia    401.5    101.5   1.5    1.0    0.5    0

Empty clusters. A center may be nearest to nobody. The mean of no samples is 0 / 0 =
nan, and one nan spoils all that follows. Here such a center keeps its place.

Ties. Where two centers are equally near, the lower index wins, so that everybody gets
the same labels.

Shapes. A center reaches equally far in all directions. So k-means finds round groups of
about the same size. A ring around a heap is cut in pieces like a cake, though anybody
sees that there are two things.

Units. Distance takes all features as equal. With height in meters and weight in
kilograms, 30 cm count as 0.3 and one kilogram as 1. Bring features to one scale first.

    Question: What does k-means do when k is the number of samples?
    Answer: Every sample is its own center, and the inertia is 0. It has learned
    nothing. A small inertia alone is no success.

What to do
----------
`split_labels` tells the two settings apart. `assign` and `update` are the two steps.
`kmeans` puts them together. `grade exercise8` checks them. `python
exercises/exercise8.py` shows at any time what your functions can do so far. `python -m
doctest exercises/exercise8.py` runs the examples of this page; silence means that all
agree.

    function | points | minutes
    split_labels | 20 | 15
    assign | 24 | 15
    update | 22 | 20
    kmeans | 34 | 25

Sources
-------
- S. Lloyd 1982, "Least squares quantization in PCM":
  https://doi.org/10.1109/TIT.1982.1056489
- scikit-learn on k-means and its limits:
  https://scikit-learn.org/stable/modules/clustering.html#k-means
- Arthur and Vassilvitskii 2007, k-means++, a better way to start:
  https://theory.stanford.edu/~sergei/papers/kMeansPP-soda.pdf
- PyTorch, torch.argmin:
  https://docs.pytorch.org/docs/stable/generated/torch.argmin.html
- PyTorch, torch.Generator:
  https://docs.pytorch.org/docs/stable/generated/torch.Generator.html
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

Features = Sequence[float] | np.ndarray | Tensor


def split_labels(
    samples: Sequence[tuple[Features, int | None]],
) -> tuple[Tensor, Tensor | None]:
    """Tensors of samples: supervised where every sample has a label, else unsupervised.

    Args:
        samples: n >= 1 pairs (features, label). Features are d numbers in a list, an
            array or a 1-D tensor; a label is an int (0 is one too), or None where
            nobody knows it.

    Returns:
        (x, y): x (n, d) float32; y (n,) int64, or None when at least one sample has no
        label.

    Example:
        >>> split_labels([([1, 2], 0), ([3, 4], 1)])
        (tensor([[1., 2.],
                [3., 4.]]), tensor([0, 1]))
        >>> split_labels([([1, 2], 0), ([3, 4], None)])
        (tensor([[1., 2.],
                [3., 4.]]), None)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.stack.html
    """
    raise NotImplementedError("Exercise 8: write split_labels")


def assign(x: Tensor, centers: Tensor) -> Tensor:
    """The index of the nearest center, for each sample.

    label_i = argmin_j || x_i - center_j ||

    Args:
        x: (n, d), samples.
        centers: (k, d), in the dtype and on the device of x.

    Returns:
        (n,) int64 on the device of x; where several centers are equally near, the
        lowest index.

    Example:
        >>> assign(torch.tensor([[0.0], [4.0], [9.0]]), torch.tensor([[1.0], [7.0]]))
        tensor([0, 0, 1])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.argmin.html
    """
    raise NotImplementedError("Exercise 8: write assign")


def update(x: Tensor, labels: Tensor, centers: Tensor) -> Tensor:
    """Each center moved to the mean of its cluster.

    Args:
        x: (n, d), samples.
        labels: (n,) int64, the cluster of each sample, 0 to k - 1.
        centers: (k, d), the centers so far; left unchanged.

    Returns:
        (k, d), the dtype and device of x: the mean of each cluster; a cluster without
        samples keeps its center.

    Example:
        >>> x, labels = torch.tensor([[0.0], [4.0], [9.0]]), torch.tensor([0, 0, 2])
        >>> update(x, labels, torch.tensor([[1.0], [5.0], [7.0]]))
        tensor([[2.],
                [5.],
                [9.]])

    Source: https://scikit-learn.org/stable/modules/clustering.html#k-means
    """
    raise NotImplementedError("Exercise 8: write update")


def kmeans(
    x: Tensor,
    k: int,
    epochs: int = 50,
    seed: int = 0,
) -> tuple[Tensor, Tensor, list[float]]:
    """Lloyd's algorithm: k centers that describe the samples, found without a label.

    Args:
        x: (n, d), samples.
        k: number of centers, 1 to n.
        epochs: number of rounds of assign and update; it may stop early when the
            centers stay where they are.
        seed: decides which k samples, all different ones, are the first centers. The
            same seed gives the same result, whatever ran before: draw from a
            torch.Generator of your own.

    Returns:
        (centers, labels, inertias): centers (k, d), the dtype and device of x; labels
        (n,) int64, equal to assign(x, centers); inertias, a list with one Python float
        for each epoch run, the sum of squared distances of the samples to their
        assigned centers. It never rises.

    Raises:
        ValueError: k < 1 or k > n.

    Example:
        >>> x = torch.tensor([[0.0], [1.0], [9.0], [10.0]])
        >>> centers, labels, inertias = kmeans(x, k=2)
        >>> sorted(centers.flatten().tolist()), inertias[-1]
        ([0.5, 9.5], 1.0)

    Source: https://doi.org/10.1109/TIT.1982.1056489
    """
    raise NotImplementedError("Exercise 8: write kmeans")


if __name__ == "__main__":
    from grader.demo import draw, run_demo

    def demo() -> None:
        """Three coffee carts find their places among 120 people."""

        def people() -> list[tuple[list[float], None]]:
            """Where 120 people sit on a square of 60 m by 28 m; no labels."""
            groups = ((10.0, 21.0), (30.0, 6.0), (50.0, 20.0))
            sizes = torch.tensor([3.5, 2.5])
            places = [torch.tensor(one) + sizes * torch.randn(40, 2) for one in groups]
            return [(place.tolist(), None) for place in torch.cat(places)]

        def square(x: Tensor, labels: Tensor, centers: Tensor) -> str:
            """The square as text: carts are A, B, C, their people a, b, c."""
            rows = [[" "] * 60 for _ in range(14)]
            pairs = zip(labels.tolist(), x.tolist(), strict=True)
            marks = [("abc"[i], *one) for i, one in pairs]
            marks += [("ABC"[i], *one) for i, one in enumerate(centers.tolist())]
            for mark, across, up in marks:
                if 0 <= across < 60 and 0 <= up < 28:
                    rows[13 - int(up / 2)][int(across)] = mark
            return "\n".join(f"      {''.join(row)}".rstrip() for row in rows)

        torch.manual_seed(0)
        x, y = split_labels(people())
        print(f"{len(x)} people sit on a square; labels: {y}.", end=" ")
        carts = torch.tensor([[4.0, 4.0], [8.0, 4.0], [12.0, 4.0]])
        labels = assign(x, carts)
        print("Three coffee carts come in.\n")
        moved = update(x, labels, carts)
        print("  cart    stands at       people nearest    moves to")
        for cart, name in enumerate("ABC"):
            both = (carts[cart].tolist(), moved[cart].tolist())
            old, new = (f"{across:2.0f} m, {up:2.0f} m" for across, up in both)
            print(f"  {name}       {old}{int((labels == cart).sum()):15}         {new}")

        runs = [kmeans(x, 3, seed=seed) for seed in range(8)]
        slow, quick = (end(runs, key=lambda run: sum(run[2])) for end in (max, min))
        lines = {"a bad start": slow[2], "a good start": quick[2]}
        print("\nEight starts, each by chance. Two of them:\n")
        draw("k-means looks for places", lines, "round", "inertia")
        centers, labels, inertias = min(runs, key=lambda run: run[2][-1])
        print(f"\nThe best end has the inertia {inertias[-1]:.0f} square meters:\n")
        print(square(x, labels, centers))

    run_demo(demo)
