"""Pictures of exercise 5: digits, beliefs, a confusion matrix, and a net that learns for a few epochs.

Only the public images of the package are drawn and trained on.
"""

import tempfile
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn
from torchvision.datasets import MNIST

from grader.kit.mnist import write_public
from grader.lessons.drawing import FAINT, FIRST, INK, SECOND, THIRD, Drawing, plots, svg_of
from grader.lessons.pictures import picture

_EPOCHS = 5


@cache
def _digits(train: bool) -> tuple[Tensor, Tensor]:
    """Images (n, 784) between -1 and 1, labels (n,)."""
    with tempfile.TemporaryDirectory() as root:
        write_public(root)
        part = MNIST(root, train=train)
        return part.data.float().flatten(1) / 127.5 - 1, part.targets.clone()


@cache
def _trained() -> tuple[nn.Sequential, list[float], list[float]]:
    """A net of the exercise's sizes, the mean loss of each epoch, the accuracy on new images after each one."""
    torch.manual_seed(0)
    layers: list[nn.Module] = []
    for size, following in ((784, 400), (400, 200), (200, 100)):
        layers += [nn.Linear(size, following), nn.ReLU()]
    net = nn.Sequential(*layers, nn.Linear(100, 10))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.03, momentum=0.9)
    (x, y), (new_x, new_y) = _digits(True), _digits(False)
    losses, shares = [], []
    for _ in range(_EPOCHS):
        total = 0.0
        for rows in torch.randperm(len(x)).split(64):
            loss = nn.functional.cross_entropy(net(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
        losses.append(total / len(x))
        with torch.no_grad():
            shares.append((net(new_x).argmax(dim=1) == new_y).float().mean().item())
    return net, losses, shares


def _show(axes: Any, image: Tensor) -> None:
    """One digit, black on the ground of the page or white on a dark one."""
    axes.imshow(image.reshape(28, 28).numpy(), cmap="gray_r", interpolation="nearest")
    axes.set_axis_off()


@picture("")
def draw_digits() -> Drawing:
    """Ten digits, each written twice.

    Two rows of ten small grey images, the digits 0 to 9 in order, in two handwritings: the two fours and the two sevens
    have different shapes.
    """
    x, y = _digits(True)
    figure, grid = plots(10, 2, height_in=1.7)
    for digit in range(10):
        for row in range(2):
            _show(grid[row][digit], x[(y == digit).nonzero()[row + 1, 0]])
    return Drawing(svg_of(figure), f"{len(x):,} such images are for training; each is 28 x 28 = {x.shape[1]} numbers.")


@picture("Part 1: ten beliefs")
def draw_beliefs() -> Drawing:
    """Sigmoids do not compete, softmax does.

    For the logits 1, 2 and 3 two groups of three bars. The bars of the sigmoids are all high, those of softmax are low,
    middle and high and together as high as 1.
    """
    z = torch.tensor([1.0, 2.0, 3.0])
    beliefs = {"sigmoid": torch.sigmoid(z), "softmax": torch.softmax(z, dim=0)}
    figure, both = plots(2, height_in=2.6, sharey=True)
    for axes, (name, p), color in zip(both, beliefs.items(), (SECOND, FIRST), strict=True):
        bars = axes.bar(["z = 1", "z = 2", "z = 3"], p.tolist(), color=color)
        axes.bar_label(bars, fmt="%.3f", padding=2)
        axes.set(title=f"{name}: sum {p.sum():.2f}", ylim=(0, 1.1))
    return Drawing(svg_of(figure), f"Three sigmoids sum to {beliefs['sigmoid'].sum():.4f}, softmax to 1.")


@picture("Part 3: the machine around it")
def draw_learning() -> Drawing:
    """Loss and accuracy by epoch.

    At the left the loss on the training images falls with each epoch, fast at first. At the right the share of right
    answers on new images rises and flattens.
    """
    _, losses, shares = _trained()
    figure, (left, right) = plots(2, height_in=2.8)
    epochs = range(1, _EPOCHS + 1)
    left.plot(epochs, losses, "o-", color=FIRST)
    left.set(xlabel="epoch", ylabel="loss, training images", ylim=(0, None), xticks=epochs)
    right.plot(epochs, [100 * share for share in shares], "o-", color=THIRD)
    right.set(xlabel="epoch", ylabel="% right, new images", ylim=(50, 100), xticks=epochs)
    told = f"After {_EPOCHS} epochs the loss is {losses[-1]:.2f} and {shares[-1]:.1%} of {len(_digits(False)[0])} new " \
           "images are read rightly."  # fmt: skip
    return Drawing(svg_of(figure), told)


@picture("Part 3: the machine around it")
def draw_confusion() -> Drawing:
    """Which digit is taken for which.

    A table of ten rows, the true digits, and ten columns, what the net said. Almost all counts stand on the diagonal; the
    few others show which digits look alike to the net.
    """
    net, _, _ = _trained()
    x, y = _digits(False)
    with torch.no_grad():
        said = net(x).argmax(dim=1)
    counts = torch.zeros(10, 10, dtype=torch.long)
    for truth, answer in zip(y.tolist(), said.tolist(), strict=True):
        counts[truth, answer] += 1
    figure, axes = plots(height_in=4.4)
    largest = int(counts.max())
    for truth in range(10):
        for answer in range(10):
            count = int(counts[truth, answer])
            color, alpha = (FIRST, 0.55 * count / largest) if truth == answer else (SECOND, min(0.25 * count, 0.6))
            axes.fill([answer - 0.5, answer + 0.5, answer + 0.5, answer - 0.5],
                      [truth - 0.5, truth - 0.5, truth + 0.5, truth + 0.5], color=color, alpha=alpha, linewidth=0)  # fmt: skip
            if count:
                axes.text(answer, truth, str(count), ha="center", va="center", color=INK)
    axes.set(xlabel="the net says", ylabel="the digit is", xticks=range(10), yticks=range(10), xlim=(-0.5, 9.5),
             ylim=(9.5, -0.5), aspect="equal")  # fmt: skip
    right = int(counts.diagonal().sum())
    return Drawing(svg_of(figure), f"{right} of {len(y)} new images are on the diagonal, {len(y) - right} are not.")


@picture("evaluate")
def draw_mistakes() -> Drawing:
    """Four digits that the net reads wrongly.

    Four images that a person may hesitate at too, each above ten bars: what the net believes. The highest bar stands at
    the wrong digit, often a lower one at the true digit.
    """
    net, _, _ = _trained()
    x, y = _digits(False)
    with torch.no_grad():
        beliefs = torch.softmax(net(x), dim=1)
    wrong = (beliefs.argmax(dim=1) != y).nonzero().flatten()[:4].tolist()
    figure, grid = plots(4, 2, height_in=3.2, height_ratios=(3, 2))
    for (above, below), number in zip(grid.T, wrong, strict=False):
        _show(above, x[number])
        above.set_title(f"a {int(y[number])}", fontsize=11)
        said = int(beliefs[number].argmax())
        colors = [SECOND if digit == said else THIRD if digit == int(y[number]) else FAINT for digit in range(10)]
        below.bar(range(10), beliefs[number].tolist(), color=colors)
        below.set(xticks=range(0, 10), yticks=[], ylim=(0, 1))
        below.tick_params(labelsize=8)
    told = "; ".join(f"a {int(y[n])} is read as {int(beliefs[n].argmax())}, {beliefs[n].max():.0%} sure" for n in wrong)
    return Drawing(svg_of(figure), f"{told[:1].upper()}{told[1:]}.")
