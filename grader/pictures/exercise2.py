"""Pictures of exercise 2: a derivative as a slope, a line that learns, its way down at three rates."""

from functools import cache

import torch

from grader.lessons.drawing import FAINT, FIRST, FOURTH, INK, SECOND, THIRD, Drawing, plots, svg_of
from grader.lessons.pictures import picture

_STEPS = 25
_SHARES = {"too small": 0.03, "good": 0.45, "too large": 1.015}
_COLORS = {"too small": FIRST, "good": THIRD, "too large": SECOND}


def _students() -> tuple[torch.Tensor, torch.Tensor]:
    """Hours of study, less their mean, and points: 24 samples each."""
    hours = torch.rand(24, generator=torch.Generator().manual_seed(1)) * 8
    noise = torch.randn(24, generator=torch.Generator().manual_seed(2))
    return hours - hours.mean(), 5 + 1.5 * (hours - hours.mean()) + noise


def _loss(w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Mean squared error of a line, or of many at once."""
    x, y = _students()
    return ((w.unsqueeze(-1) * x + b.unsqueeze(-1) - y) ** 2).mean(dim=-1)


@cache
def _border() -> float:
    """The rate from which on descent diverges: 2 over the largest curvature of the loss."""
    x, _ = _students()
    design = torch.stack([x, torch.ones_like(x)], dim=1)
    return 2 / float(torch.linalg.eigvalsh(2 * design.T @ design / len(x))[-1])


@cache
def _path(lr: float, steps: int = _STEPS) -> torch.Tensor:
    """(steps + 1, 3): w, b and the loss on the way down from w = -1, b = 0."""
    place, found = torch.tensor([-1.0, 0.0]), []
    for _ in range(steps + 1):
        place.requires_grad_()
        loss = _loss(place[0], place[1])
        found.append([*place.tolist(), loss.item()])
        place = (place - lr * torch.autograd.grad(loss, place)[0]).detach()
    return torch.tensor(found)


@picture("Derivatives")
def draw_derivative() -> Drawing:
    """A derivative is a slope.

    The curve of x squared, and the straight line that touches it at x = 3. Close to 3 the two can hardly be told apart.
    """
    x = torch.linspace(0, 5, 100)
    at = torch.tensor(3.0, requires_grad=True)
    (slope,) = torch.autograd.grad(at**2, at)
    figure, axes = plots(height_in=2.9)
    axes.plot(x, x**2, color=FIRST, label="x^2")
    axes.plot(x, 9 + float(slope) * (x - 3), color=SECOND, linestyle="--", label="the slope at 3")
    axes.plot([3], [9], "o", color=INK)
    axes.set(xlabel="x", ylabel="f(x)", ylim=(-4, 26))
    axes.legend()
    moved = (3.01**2 - 9) / 0.01
    told = f"From 3 to 3.01 the curve rises {moved:.2f} times as much as x. Autograd says {slope:g}."
    return Drawing(svg_of(figure), told)


@picture("A line through points")
def draw_line_that_learns() -> Drawing:
    """A line learns.

    Points of 24 students over their hours of study, and four lines: the first one falls where it should
    rise; those after 1, 3 and 25 steps come closer and closer to the points.
    """
    x, y = _students()
    path = _path(_SHARES["good"] * _border())
    figure, axes = plots(height_in=3.2)
    axes.scatter(x, y, color=INK, s=18, zorder=3)
    ends = torch.tensor([float(x.min()), float(x.max())])
    for step, color in zip((0, 1, 3, 25), (FAINT, FIRST, FOURTH, SECOND), strict=True):
        w, b, _ = path[step].tolist()
        axes.plot(ends, w * ends + b, color=color, label=f"step {step}")
    axes.set(xlabel="hours of study, less their mean", ylabel="points")
    axes.legend(loc="upper left", fontsize=10)
    w, b, loss = path[-1].tolist()
    return Drawing(svg_of(figure), f"After {_STEPS} steps w is {w:.2f}, b is {b:.2f}, and the loss {loss:.2f}.")


@picture("Downhill")
def draw_three_rates() -> Drawing:
    """One loss surface, three rates.

    Three maps of the same valley; its lines of equal loss are ellipses, higher than wide. With the small rate the dots
    creep and stop before the bottom; with the good one they reach the cross there; with the large one they jump to and
    fro across the valley, further each time.
    """
    x, y = _students()
    design = torch.stack([x, torch.ones_like(x)], dim=1)
    best = torch.linalg.lstsq(design, y.unsqueeze(1)).solution.flatten()
    w, b = torch.meshgrid(torch.linspace(-5, 8, 70), torch.linspace(-2, 11, 70), indexing="xy")
    figure, maps = plots(3, height_in=3.1, sharey=True)
    for axes, (name, share) in zip(maps, _SHARES.items(), strict=True):
        path = _path(share * _border())
        axes.contour(w, b, _loss(w, b), levels=[2, 5, 10, 20, 40, 70, 110], colors=FAINT, linewidths=0.8)
        axes.plot(path[:, 0], path[:, 1], "o-", color=_COLORS[name], markersize=4, linewidth=1.3)
        axes.plot(*[[value] for value in best.tolist()], "x", color=INK, markersize=9, markeredgewidth=2)
        axes.set(title=f"{name}: lr {share * _border():.3f}", xlabel="w", xlim=(-5, 8), ylim=(-2, 11))
    maps[0].set_ylabel("b")
    ends = ", ".join(f"{name} {_path(share * _border())[-1, 2]:.3g}" for name, share in _SHARES.items())
    return Drawing(svg_of(figure), f"The loss after {_STEPS} steps: {ends}. The border is at lr {_border():.3f}.")


@picture("diverges")
def draw_losses() -> Drawing:
    """The loss at three rates.

    Three curves over 25 steps, the loss by tens: one sinks slowly, one sinks at once and stays low, one rises without
    end.
    """
    figure, axes = plots(height_in=2.9)
    for name, share in _SHARES.items():
        axes.plot(_path(share * _border())[:, 2], color=_COLORS[name], label=f"{name}: lr {share * _border():.3f}")
    axes.set(yscale="log", xlabel="step", ylabel="loss")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter("")
    axes.legend(loc="center right")
    start, end = _path(_SHARES["too large"] * _border())[[0, -1], 2].tolist()
    return Drawing(svg_of(figure), f"At the large rate the loss goes from {start:.0f} to {end:.0f} and on to infinity.")
