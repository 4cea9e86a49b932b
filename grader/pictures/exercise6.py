"""Pictures of exercise 6: blame that flows back, a check by differences, six optimizers in one valley."""

from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor

from grader.lessons.drawing import (
    FAINT,
    FIRST,
    FOURTH,
    INK,
    SECOND,
    SERIES,
    THIRD,
    Drawing,
    Sketch,
    plots,
    svg_of,
)
from grader.lessons.pictures import picture

_STEEP = torch.tensor([1.0, 100.0])
_OPTIMIZERS: dict[str, Callable[[list[Tensor]], torch.optim.Optimizer]] = {
    "SGD, lr 0.018": lambda params: torch.optim.SGD(params, lr=0.018),
    "momentum, lr 0.018": lambda params: torch.optim.SGD(params, lr=0.018, momentum=0.9),
    "Adagrad, lr 0.5": lambda params: torch.optim.Adagrad(params, lr=0.5),
    "RMSprop, lr 0.1": lambda params: torch.optim.RMSprop(params, lr=0.1),
    "Adadelta, lr 1": lambda params: torch.optim.Adadelta(params, lr=1.0),
    "Adam, lr 0.5": lambda params: torch.optim.Adam(params, lr=0.5),
}


@cache
def _walks(steps: int = 400) -> dict[str, tuple[Tensor, list[float]]]:
    """Places (steps + 1, 2) and losses of each optimizer, from a = 9, b = 1 in the valley (a^2 + 100 b^2) / 2."""
    found = {}
    for name, make in _OPTIMIZERS.items():
        place = torch.tensor([9.0, 1.0], requires_grad=True)
        optimizer, places, losses = make([place]), [], []
        for _ in range(steps + 1):
            loss = (_STEEP * place**2).sum() / 2
            places.append(place.detach().clone())
            losses.append(loss.item())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        found[name] = (torch.stack(places), losses)
    return found


@picture("Part 1: the blame flows back")
def draw_blame() -> Drawing:
    """The blame flows back through the graph.

    A chain of boxes from left to right: x, z, hidden, logits. Above each arrow stands what the forward pass computes
    with, W1, tanh, W2. Below, arrows lead from right to left, each with the derivative that it carries; two of them end
    in the weights.
    """
    values = {"x": torch.tensor(2.0), "W1": torch.tensor(0.5, requires_grad=True), "b1": torch.tensor(0.0)}
    w2, b2 = torch.tensor(3.0, requires_grad=True), torch.tensor(0.1, requires_grad=True)
    z = values["x"] * values["W1"] + values["b1"]
    hidden = torch.tanh(z)
    logits = hidden * w2 + b2
    dz, dhidden, dw1, dw2 = torch.autograd.grad(logits, (z, hidden, values["W1"], w2))
    sketch = Sketch(height=250)
    nodes = (("x", values["x"]), ("z", z), ("hidden", hidden), ("logits", logits))
    for number, (name, value) in enumerate(nodes):
        sketch.labelled(70 + 185 * number, 75, f"{name} {value.item():.4g}", width=118, height=44, fill=FIRST)
    for number, text in enumerate(("W1 = 0.5", "tanh", "W2 = 3")):
        left = 70 + 185 * number
        sketch.arrow((left + 60, 75), (left + 125, 75))
        sketch.words(left + 93, 35, text, color=FIRST)
    for number, (name, slope) in enumerate((("dz", dz), ("dhidden", dhidden), ("dlogits", torch.tensor(1.0))), 1):
        sketch.labelled(70 + 185 * number, 155, f"{name} {slope.item():.4g}", width=126, height=44, fill=SECOND)
    for number, (name, slope) in enumerate((("dW1", dw1), ("dW2", dw2))):
        right = (255, 625)[number]
        sketch.labelled(right - 95, 222, f"{name} {slope.item():.4g}", width=126, height=40, fill=THIRD)
        sketch.arrow((right - 20, 178), (right - 50, 201), color=SECOND)
    for number in (2, 3):
        sketch.arrow((70 + 185 * number - 64, 155), (70 + 185 * (number - 1) + 64, 155), color=SECOND)
    told = f"dz = 3 * (1 - 0.7616^2) = {dz:.4f}, so dW1 = 2 * {dz:.4f} = {dw1:.4f}; autograd finds the same."
    return Drawing(sketch.svg(), told)


@picture("numerical_gradient")
def draw_differences() -> Drawing:
    """How small may eps be.

    The error of a central difference over eps, both by tens: two curves like a V. Going to smaller eps the error falls
    at first; then rounding takes over and it rises again, in float32 much earlier than in float64.
    """
    figure, axes = plots(height_in=3.0)
    best = {}
    for dtype, color in ((torch.float64, FIRST), (torch.float32, SECOND)):
        eps = torch.logspace(-12, -1, 80, dtype=torch.float64).to(dtype)
        x = torch.tensor(2.0, dtype=dtype)
        slope = ((x + eps) ** 3 - (x - eps) ** 3) / (2 * eps)
        error = (slope.double() - 12).abs().clamp(min=1e-13)
        name = str(dtype).removeprefix("torch.")
        axes.plot(eps, error, color=color, label=name)
        best[name] = (eps[error.argmin()].item(), error.min().item())
    axes.set(xscale="log", yscale="log", xlabel="eps", ylabel="error of the slope of x^3 at 2")
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.legend()
    told = ", ".join(f"{name} at eps = {eps:.0e} with an error of {error:.0e}" for name, (eps, error) in best.items())
    return Drawing(svg_of(figure), f"The best of these runs: {told}.")


@picture("Part 2: six ways down")
def draw_valley() -> Drawing:
    """Six optimizers in one valley.

    Six maps of a narrow valley that runs from left to right, X at its lowest point. SGD bounces between the walls;
    momentum swings wide and arrives; Adagrad and RMSprop turn straight to the floor; Adadelta has hardly left its start;
    Adam makes one wide swing.
    """
    figure, grid = plots(2, 3, height_in=5.0, sharex=True, sharey=True)
    a, b = torch.meshgrid(torch.linspace(-4, 10, 80), torch.linspace(-1.6, 1.6, 80), indexing="xy")
    for axes, (name, (places, _)), color in zip(grid.flat, _walks().items(), SERIES[:4] * 2, strict=False):
        axes.contour(a, b, (a**2 + 100 * b**2) / 2, levels=[2, 10, 30, 60, 100], colors=FAINT, linewidths=0.7)
        axes.plot(places[:61, 0], places[:61, 1], "o-", color=color, markersize=3, linewidth=1.2)
        axes.plot([0], [0], "x", color=INK, markersize=9, markeredgewidth=2)
        axes.set_title(name, fontsize=11)
        axes.set(xlim=(10, -4), ylim=(-1.6, 1.6))
    for axes in grid[-1]:
        axes.set_xlabel("a")
    for axes in grid[:, 0]:
        axes.set_ylabel("b")
    left = ", ".join(f"{name.split(',')[0]} {losses[60]:.2g}" for name, (_, losses) in _walks().items())
    return Drawing(svg_of(figure), f"The first 60 steps from a = 9, b = 1. The loss, 90.5 at first, is then: {left}.")


@picture("Part 2: six ways down")
def draw_race() -> Drawing:
    """The loss by step.

    Six curves of the loss over 400 steps, by tens. Those of momentum, RMSprop and Adam fall fast; SGD and Adagrad fall
    slowly and steadily; that of Adadelta hardly falls.
    """
    figure, axes = plots(height_in=3.4)
    styles = ((FIRST, "-"), (SECOND, "-"), (THIRD, "-"), (FOURTH, "-"), (INK, ":"), (FAINT, "--"))
    for (name, (_, losses)), (color, dashes) in zip(_walks().items(), styles, strict=True):
        axes.plot(losses, color=color, linestyle=dashes, label=name, linewidth=1.5)
    axes.axhline(0.01, color=FAINT, linewidth=0.8)
    axes.set(yscale="log", xlabel="step", ylabel="loss", ylim=(1e-3, 300))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter("")
    figure.legend(fontsize=10, ncols=3, loc="outside lower center")
    done = {name.split(",")[0]: _steps_below(losses) for name, (_, losses) in _walks().items()}
    told = ", ".join(f"{name} {steps}" for name, steps in done.items() if steps)
    return Drawing(svg_of(figure), f"Steps until the loss stays below 0.01: {told}; the others need more than 400.")


def _steps_below(losses: list[float], least: float = 0.01) -> int | None:
    """Steps after which the loss stays below; None where it does not."""
    above = [number for number, loss in enumerate(losses) if loss >= least]
    last = above[-1] if above else -1
    return last + 1 if last + 1 < len(losses) else None
