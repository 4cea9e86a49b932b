"""Exercise 8: learning without labels.

Everything so far was *supervised*: each sample came with its label, the label gave a loss, the loss gave a gradient.
Labels are expensive. Somebody looked at every image of MNIST and typed the digit. *Unsupervised* learning does
without: it looks only at the samples and finds structure that is there anyway, such as groups of similar ones.

    supervised      x and y    regression, classification           "which digit is this?"
    unsupervised    x alone    clustering, compression, density     "which of these belong together?"

The classic is *k-means*. It describes n samples by k centers, each the mean of the samples nearest to it. Lloyd's
algorithm starts with k of the samples as centers and repeats two steps:

    assign    each sample gets the index of its nearest center
    update    each center moves to the mean of the samples that have its index

What it makes small is the *inertia*, the sum of squared distances from each sample to its own center:

    inertia = sum_i || x_i - center_(label_i) ||^2

Neither step can make it larger, so it falls until nothing changes. Where it ends depends on where it starts.

With numbers: the samples 0, 1, 9, 10 in one dimension, k = 2, start at the samples 0 and 1.

    centers       labels        inertia
    0, 1          0 1 1 1       0 + 0 + 64 + 81      = 145
    0, 6.67       0 0 1 1       0 + 1 + 5.44 + 11.11 = 17.56
    0.5, 9.5      0 0 1 1       4 * 0.25             = 1         and nothing moves any more

No gradient, no learning rate, no label: the two groups were in the data.

What to do
1. split_labels tells the two settings apart: it makes tensors of samples that may or may not have labels.
2. Write the two steps, assign and update. Mind ties and clusters without samples.
3. Put them together in kmeans, and try it: `grade exercise8`; `grade hint exercise8 kmeans` gives a hint.

Sources
    Lloyd 1982, "Least squares quantization in PCM": https://doi.org/10.1109/TIT.1982.1056489
    scikit-learn, k-means: https://scikit-learn.org/stable/modules/clustering.html#k-means
    torch.argmin: https://docs.pytorch.org/docs/stable/generated/torch.argmin.html
    torch.Generator: https://docs.pytorch.org/docs/stable/generated/torch.Generator.html
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

Features = Sequence[float] | np.ndarray | Tensor


def split_labels(samples: Sequence[tuple[Features, int | None]]) -> tuple[Tensor, Tensor | None]:
    """Tensors of samples: supervised where every sample has a label, else unsupervised.

    Args:
        samples: n >= 1 pairs (features, label). Features are d numbers in a list, an array or a 1-D tensor; a label
            is an int (0 is one too), or None where nobody knows it.

    Returns:
        (x, y): x (n, d) float32; y (n,) int64, or None when at least one sample has no label.

    Example:
        >>> split_labels([([1, 2], 0), ([3, 4], 1)])
        (tensor([[1., 2.],
                [3., 4.]]), tensor([0, 1]))
        >>> split_labels([([1, 2], 0), ([3, 4], None)])
        (tensor([[1., 2.],
                [3., 4.]]), None)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.stack.html
    """
    x = torch.stack([torch.as_tensor(features, dtype=torch.float32) for features, _ in samples])
    labels = [label for _, label in samples]
    # "is None" and not truth: the label 0 counts as false.
    if any(label is None for label in labels):
        return x, None
    return x, torch.tensor(labels, dtype=torch.int64)


def assign(x: Tensor, centers: Tensor) -> Tensor:
    """The index of the nearest center, for each sample.

    label_i = argmin_j || x_i - center_j ||

    Args:
        x: (n, d), samples.
        centers: (k, d), in the dtype and on the device of x.

    Returns:
        (n,) int64 on the device of x; where several centers are equally near, the lowest index.

    Example:
        >>> assign(torch.tensor([[0.0], [4.0], [9.0]]), torch.tensor([[1.0], [7.0]]))
        tensor([0, 0, 1])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.argmin.html
    """
    # (n, 1, d) against (1, k, d): every sample meets every center. The root would not change the order.
    squared_distances = (x.unsqueeze(1) - centers.unsqueeze(0)).square().sum(dim=2)
    return squared_distances.argmin(dim=1)


def update(x: Tensor, labels: Tensor, centers: Tensor) -> Tensor:
    """Each center moved to the mean of its cluster.

    Args:
        x: (n, d), samples.
        labels: (n,) int64, the cluster of each sample, 0 to k - 1.
        centers: (k, d), the centers so far; left unchanged.

    Returns:
        (k, d), the dtype and device of x: the mean of each cluster; a cluster without samples keeps its center.

    Example:
        >>> update(torch.tensor([[0.0], [4.0], [9.0]]), torch.tensor([0, 0, 2]), torch.tensor([[1.0], [5.0], [7.0]]))
        tensor([[2.],
                [5.],
                [9.]])

    Source: https://scikit-learn.org/stable/modules/clustering.html#k-means
    """
    clusters = torch.arange(len(centers), device=labels.device)
    members = (clusters.unsqueeze(1) == labels.unsqueeze(0)).to(x.dtype)
    sizes = members.sum(dim=1, keepdim=True)
    # The clamp keeps the mean of an empty cluster, which is not used, from being 0 / 0.
    means = members @ x / sizes.clamp(min=1)
    return torch.where(sizes > 0, means, centers)


def kmeans(x: Tensor, k: int, epochs: int = 50, seed: int = 0) -> tuple[Tensor, Tensor, list[float]]:
    """Lloyd's algorithm: k centers that describe the samples, found without a label.

    Args:
        x: (n, d), samples.
        k: number of centers, 1 to n.
        epochs: number of rounds of assign and update; it may stop early when the centers stay where they are.
        seed: decides which k samples, all different ones, are the first centers. The same seed gives the same
            result, whatever ran before: draw from a torch.Generator of your own.

    Returns:
        (centers, labels, inertias): centers (k, d), the dtype and device of x; labels (n,) int64, equal to
        assign(x, centers); inertias, a list with one Python float for each epoch run, the sum of squared distances of
        the samples to their assigned centers. It never rises.

    Raises:
        ValueError: k < 1 or k > n.

    Example:
        >>> centers, labels, inertias = kmeans(torch.tensor([[0.0], [1.0], [9.0], [10.0]]), k=2)
        >>> sorted(centers.flatten().tolist()), inertias[-1]
        ([0.5, 9.5], 1.0)

    Source: https://doi.org/10.1109/TIT.1982.1056489
    """
    if not 1 <= k <= len(x):
        raise ValueError(f"k must be from 1 to the number of samples, {len(x)}; got {k}")
    generator = torch.Generator().manual_seed(seed)
    chosen = torch.randperm(len(x), generator=generator)[:k]
    centers = x[chosen.to(x.device)]
    inertias = []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append((x - centers[labels]).square().sum().item())
        moved = update(x, labels, centers)
        if torch.equal(moved, centers):
            break
        centers = moved
    # The last update moved the centers, so the labels from before it may be out of date.
    return centers, assign(x, centers), inertias
