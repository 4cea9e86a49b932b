"""Pictures of exercise 4: a ring that no line can cut, what hidden units do to it, and four activations."""

from functools import cache
from typing import Any

import torch
from torch import Tensor, nn

from grader.lessons.drawing import FAINT, FIRST, FOURTH, INK, SECOND, SERIES, THIRD, Drawing, plots, svg_of
from grader.lessons.pictures import picture

_ACTIVATIONS = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "selu": torch.selu}


@cache
def _lawn() -> tuple[Tensor, Tensor]:
    """200 plants (200, 2), and which ones are wet (200, 1): those within 1 m of the sprinkler."""
    angle = torch.rand(200, generator=torch.Generator().manual_seed(1)) * 6.2832
    far = torch.cat([torch.linspace(0, 0.9, 100), torch.linspace(1.25, 2.1, 100)])
    return torch.stack([far * angle.cos(), far * angle.sin()], dim=1), (far < 1).float().unsqueeze(1)


def _trained(net: nn.Module) -> float:
    """Train on the lawn; the share of right answers."""
    x, y = _lawn()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
    for _ in range(600):
        loss = nn.functional.binary_cross_entropy_with_logits(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return ((net(x) > 0).float() == y).float().mean().item()


def _map(axes: Any, net: nn.Module, title: str) -> None:
    """The plants, and where the net is undecided."""
    x, y = _lawn()
    across, up = torch.meshgrid(torch.linspace(-2.4, 2.4, 90), torch.linspace(-2.4, 2.4, 90), indexing="xy")
    with torch.no_grad():
        p = torch.sigmoid(net(torch.stack([across.flatten(), up.flatten()], dim=1))).reshape(90, 90)
    axes.contourf(across, up, p, levels=[0.5, 1.01], colors=[FIRST], alpha=0.2)
    axes.contour(across, up, p, levels=[0.5], colors=[FIRST])
    for wet, color, mark in ((1.0, FIRST, "o"), (0.0, SECOND, "x")):
        rows = x[y.flatten() == wet]
        axes.scatter(rows[:, 0], rows[:, 1], color=color, marker=mark, s=14, linewidths=1)
    axes.set(title=title, xlim=(-2.4, 2.4), ylim=(-2.4, 2.4), xticks=[-2, 0, 2], yticks=[-2, 0, 2], aspect="equal")


@cache
def _three_units() -> tuple[nn.Sequential, float]:
    """A net of three hidden units that found the ring; of a few starts the first that did."""
    for seed in range(8):
        torch.manual_seed(seed)
        net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
        share = _trained(net)
        if share > 0.99:
            break
    return net, share


@picture("")
def draw_ring() -> Drawing:
    """A ring that no line can cut.

    A lawn seen from above: round dots, the wet plants, fill a disc; crosses, the dry ones, lie in a ring around it. At
    the left the best line of logistic regression leaves many plants on the wrong side; at the right the border of a
    network with three hidden units goes around the disc.
    """
    figure, (left, right) = plots(2, height_in=3.6)
    line = nn.Linear(2, 1)
    straight = _trained(line)
    net, bent = _three_units()
    _map(left, line, "one line")
    _map(right, net, "three hidden units")
    told = f"Blue is where the model says wet. The line is right for {straight:.0%} of the plants, the network for {bent:.0%}."
    return Drawing(svg_of(figure), told)


@picture("Why not only linear layers?")
def draw_hidden_units() -> Drawing:
    """What three hidden units do.

    Three small maps of the lawn, one a hidden unit: each has a straight line on which the unit is 0, and its value grows
    to one side of it. The fourth map is their weighted sum: the three lines have become a rounded triangle.
    """
    net, _ = _three_units()
    first, last = net[0], net[2]
    across, up = torch.meshgrid(torch.linspace(-2.4, 2.4, 60), torch.linspace(-2.4, 2.4, 60), indexing="xy")
    places = torch.stack([across.flatten(), up.flatten()], dim=1)
    with torch.no_grad():
        hidden = torch.tanh(first(places))
        logit = net(places)
    figure, maps = plots(4, height_in=2.2, sharey=True)
    for unit, axes in enumerate(maps[:3]):
        values = hidden[:, unit].reshape(60, 60)
        axes.contourf(across, up, values, levels=[-1.1, -0.5, 0], colors=[SECOND, SECOND], alpha=0.28)
        axes.contourf(across, up, values, levels=[0, 0.5, 1.1], colors=[FIRST, FIRST], alpha=0.28)
        axes.contour(across, up, values, levels=[0], colors=[INK])
        axes.set_title(f"unit {unit + 1}, weight {last.weight[0, unit]:.1f}", fontsize=10)
    maps[3].contourf(across, up, logit.reshape(60, 60), levels=[0, 1e3], colors=[FIRST], alpha=0.28)
    maps[3].contour(across, up, logit.reshape(60, 60), levels=[0], colors=[INK])
    maps[3].set_title("their sum", fontsize=10)
    for axes in maps:
        axes.set(aspect="equal", xticks=[], yticks=[])
    weights = ", ".join(f"{weight:.1f}" for weight in last.weight[0].tolist())
    return Drawing(
        svg_of(figure), f"Blue is above 0, orange below. The weights are {weights}, the bias is {last.bias.item():.1f}."
    )


@picture("Why not only linear layers?")
def draw_activations() -> Drawing:
    """Four activations and their slopes.

    At the left four curves: sigmoid and tanh are bent like an S, relu is level and then straight, selu dips below 0 and
    then is straight. At the right their slopes: that of the sigmoid is a low hill, that of tanh a high one, that of relu
    a step from 0 to 1, that of selu stays above 0.
    """
    figure, (left, right) = plots(2, height_in=3.2)
    for (name, bend), color in zip(_ACTIVATIONS.items(), SERIES, strict=False):
        x = torch.linspace(-4, 4, 201, requires_grad=True)
        y = bend(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        left.plot(x.detach(), y.detach(), color=color, label=name)
        right.plot(x.detach(), slope, color=color, label=name)
    left.set(title="value", xlabel="x", ylim=(-2, 3))
    right.set(title="slope", xlabel="x", ylim=(-0.1, 2))
    left.legend(fontsize=10)
    return Drawing(svg_of(figure), "The slope of the sigmoid is 0.25 at most; that of relu is 1 for every x above 0.")


@picture("Why not only linear layers?")
def draw_shrinking() -> Drawing:
    """A gradient on its way through ten layers.

    The size of the gradient at each of ten layers, by tens. Through sigmoids it loses most of itself at each layer on
    the way back to the first; through tanh it loses little, and through relu some.
    """
    figure, axes = plots(height_in=3.0)
    ratios = {}
    for (name, bend), color in zip(_ACTIVATIONS.items(), (FIRST, SECOND, THIRD, FOURTH), strict=True):
        torch.manual_seed(3)
        layers = [nn.Linear(32, 32) for _ in range(10)]
        for layer in layers:
            nn.init.xavier_uniform_(layer.weight)
        x = torch.randn(64, 32)
        for layer in layers:
            x = bend(layer(x))
        x.pow(2).mean().backward()
        sizes = [layer.weight.grad.norm().item() for layer in layers]
        ratios[name] = sizes[0] / sizes[-1]
        axes.plot(range(1, 11), sizes, "o-", color=color, label=name, markersize=4)
    axes.axhline(1, color=FAINT, linewidth=0)
    axes.set(yscale="log", xlabel="layer", ylabel="size of the gradient", xticks=range(1, 11))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.legend(fontsize=10, loc="lower right")
    shares = ", ".join(f"{name} {ratio:.1g}" for name, ratio in ratios.items())
    return Drawing(svg_of(figure), f"What reaches the first layer, as a share of the gradient at the last: {shares}.")
