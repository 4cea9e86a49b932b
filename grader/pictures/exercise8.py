"""Pictures of exercise 8: k-means step by step, good and bad starts, how many centers, and where it goes wrong."""

from functools import cache
from typing import Any

import torch
from torch import Tensor

from grader.lessons.drawing import FAINT, FIRST, FOURTH, INK, SECOND, THIRD, Drawing, plots, svg_of
from grader.lessons.pictures import picture

_COLORS = (FIRST, SECOND, THIRD, FOURTH)
_MARKS = ("o", "s", "^", "D")


@cache
def _people() -> Tensor:
    """Where 90 people sit on a square of 60 m by 28 m, (90, 2)."""
    draw = torch.Generator().manual_seed(4)
    middles = torch.tensor([[12.0, 20.0], [30.0, 7.0], [48.0, 19.0]])
    return torch.cat([middle + 3.2 * torch.randn(30, 2, generator=draw) for middle in middles])


def _nearest(x: Tensor, centers: Tensor) -> Tensor:
    """The index of each sample's center."""
    return torch.cdist(x, centers).argmin(dim=1)


def _moved(x: Tensor, labels: Tensor, centers: Tensor) -> Tensor:
    """Each center at the mean of its samples; one without samples stays."""
    means = [x[labels == k].mean(dim=0) if (labels == k).any() else center for k, center in enumerate(centers)]
    return torch.stack(means)


def _rounds(x: Tensor, centers: Tensor) -> list[tuple[Tensor, Tensor, float]]:
    """Centers, labels and inertia of each round until the labels rest."""
    found: list[tuple[Tensor, Tensor, float]] = []
    while True:
        labels = _nearest(x, centers)
        found.append((centers, labels, float(((x - centers[labels]) ** 2).sum())))
        if len(found) > 1 and torch.equal(labels, found[-2][1]):
            return found
        centers = _moved(x, labels, centers)


def _started(x: Tensor, k: int, seed: int) -> list[tuple[Tensor, Tensor, float]]:
    """The rounds from k samples drawn by a seed."""
    return _rounds(x, x[torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))[:k]])


def _plot(axes: Any, x: Tensor, labels: Tensor, centers: Tensor) -> None:
    """Samples in the colour and shape of their center."""
    for k, (color, mark) in enumerate(zip(_COLORS, _MARKS, strict=True)):
        rows = x[labels == k]
        axes.scatter(rows[:, 0], rows[:, 1], color=color, marker=mark, s=9)
    axes.scatter(centers[:, 0], centers[:, 1], color=INK, marker="X", s=70, zorder=4)
    axes.set(xticks=[], yticks=[], aspect="equal")


@picture("Part 2: k-means")
def draw_steps() -> Drawing:
    """K-means step by step.

    Six maps of the same 90 people in three groups, in the order of time. In the first two of the three centers stand in
    one group. From map to map the people are given to the nearest center and the centers move; in the last each center
    is in the middle of a group.
    """
    x = _people()
    rounds = _started(x, 3, seed=6)
    figure, grid = plots(3, 2, height_in=3.2)
    for number, axes in enumerate(grid.flat):
        centers, labels, inertia = rounds[number]
        _plot(axes, x, labels, centers)
        axes.set_title(f"round {number}: {inertia:,.0f}", fontsize=10)
    told = (
        f"The inertia falls from {rounds[0][2]:,.0f} to {rounds[-1][2]:,.0f} in {len(rounds) - 1} rounds. X marks a center; it began"
        " as a person drawn by chance."
    )
    return Drawing(svg_of(figure), told)


@picture("Part 3: where it goes wrong")
def draw_starts() -> Drawing:
    """A good start and a bad one.

    Six numbers on a line in three pairs, twice. Above, each center, an X, stands in the middle of a pair. Below, two
    centers share the first pair, and one stands alone between the two other pairs.
    """
    x = torch.tensor([[0.0], [1.0], [10.0], [11.0], [20.0], [21.0]])
    figure, both = plots(1, 2, height_in=2.2, sharex=True)
    ends = {}
    for axes, starts in zip(both, ([0.0, 10.0, 20.0], [0.0, 1.0, 10.0]), strict=True):
        centers, labels, inertia = _rounds(x, torch.tensor(starts).unsqueeze(1))[-1]
        for k, (color, mark) in enumerate(zip(_COLORS[:3], _MARKS, strict=False)):
            axes.scatter(x[labels == k], [0] * int((labels == k).sum()), color=color, marker=mark, s=45)
        axes.scatter(centers, [0.5] * 3, color=INK, marker="X", s=60)
        ends[", ".join(f"{start:g}" for start in starts)] = inertia
        axes.set(
            yticks=[], ylim=(-0.5, 1), title=f"start at {', '.join(f'{s:g}' for s in starts)}: inertia {inertia:g}"
        )
        axes.spines["left"].set_visible(False)
    told = " and ".join(f"from {start} the inertia ends at {inertia:g}" for start, inertia in ends.items())
    return Drawing(svg_of(figure), f"{told[:1].upper()}{told[1:]}. Start several times, and keep the smallest.")


@picture("Part 3: where it goes wrong")
def draw_bend() -> Drawing:
    """How many centers.

    The smallest inertia of ten starts over the number of centers, from 1 to 8. The curve falls steeply up to three, has
    a sharp bend there, and goes on almost level.
    """
    x = _people()
    least = [min(_started(x, k, seed)[-1][2] for seed in range(10)) for k in range(1, 9)]
    figure, axes = plots(height_in=2.8)
    axes.plot(range(1, 9), least, "o-", color=FIRST)
    axes.axvline(3, color=FAINT, linewidth=0.8)
    axes.set(xlabel="k, the number of centers", ylabel="inertia", ylim=(0, None))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    told = f"From 2 to 3 centers the inertia falls by {least[1] - least[2]:,.0f}, from 3 to 4 by {least[2] - least[3]:,.0f}."
    return Drawing(svg_of(figure), told)


@picture("Part 3: where it goes wrong")
def draw_ring() -> Drawing:
    """A ring around a heap.

    At the left the truth: a heap of dots in the middle, squares in a ring around it. At the right what k-means with two
    centers makes of it: one half of everything is dots and the other half squares, cut along a straight line.
    """
    draw = torch.Generator().manual_seed(2)
    angle = torch.rand(120, generator=draw) * 6.2832
    ring = 3 * torch.stack([angle.cos(), angle.sin()], dim=1) + 0.2 * torch.randn(120, 2, generator=draw)
    x = torch.cat([0.5 * torch.randn(80, 2, generator=draw), ring])
    truth = torch.tensor([0] * 80 + [1] * 120)
    centers, labels, inertia = min((_started(x, 2, seed) for seed in range(8)), key=lambda rounds: rounds[-1][2])[-1]
    figure, (left, right) = plots(2, height_in=3.2)
    _plot(left, x, truth, torch.empty(0, 2))
    _plot(right, x, labels, centers)
    left.set_title("what anybody sees")
    right.set_title(f"k-means, k = 2: inertia {inertia:.0f}")
    share = max((labels == truth).float().mean().item(), (labels != truth).float().mean().item())
    return Drawing(
        svg_of(figure), f"Only {share:.0%} of the samples are grouped as one sees them; half would be chance."
    )
