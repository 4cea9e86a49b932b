"""Pictures of exercise 3: the sigmoid and its slope, the two logarithms, the clamp, and ten students."""

import torch

from grader.lessons.drawing import FAINT, FIRST, FOURTH, INK, SECOND, THIRD, Drawing, plots, svg_of
from grader.lessons.pictures import picture

_LEAST = 1e-12


@picture("From a line to a probability")
def draw_sigmoid() -> Drawing:
    """The sigmoid and its slope.

    One curve climbs from 0 to 1 and passes one half at z = 0. The other, its slope, is a low bell: highest at z = 0 and
    almost nothing beyond 5 on both sides.
    """
    z = torch.linspace(-8, 8, 161, requires_grad=True)
    p = torch.sigmoid(z)
    (slope,) = torch.autograd.grad(p.sum(), z)
    figure, axes = plots(height_in=2.9)
    axes.plot(z.detach(), p.detach(), color=FIRST, label="p = sigmoid(z)")
    axes.plot(z.detach(), slope, color=SECOND, linestyle="--", label="its slope, p (1 - p)")
    axes.axhline(0.5, color=FAINT, linewidth=0.8)
    axes.set(xlabel="z", ylabel="")
    axes.legend(loc="upper left")
    told = f"The slope is {slope.max():.2f} at most, and {slope[-1]:.4f} at z = 8: there a score hardly learns."
    return Drawing(svg_of(figure), told)


@picture("How wrong is a probability?")
def draw_two_logs() -> Drawing:
    """The price of a probability.

    Two curves over p from 0 to 1. For the label 1 the loss falls from very high near p = 0 to nothing at p = 1; for the
    label 0 it is the mirror image. They cross at p = 0.5.
    """
    p = torch.linspace(0.005, 0.995, 200)
    figure, axes = plots(height_in=2.9)
    axes.plot(p, -p.log(), color=FIRST, label="label 1: -log p")
    axes.plot(p, -(1 - p).log(), color=SECOND, linestyle="--", label="label 0: -log(1 - p)")
    half = -torch.tensor(0.5).log()
    axes.plot([0.5], [half], "o", color=INK)
    axes.annotate(
        f"p = 0.5 costs {half:.4f}", (0.5, float(half)), xytext=(0, 14), textcoords="offset points", ha="center"
    )
    axes.set(xlabel="p", ylabel="loss of one sample")
    axes.legend(loc="upper center")
    prices = [-torch.tensor(value).log().item() for value in (0.99, 0.8, 0.3, 0.01)]
    told = f"Sure and right costs {prices[0]:.2f}, rather sure {prices[1]:.2f}, rather sure and wrong {prices[2]:.2f}, " \
           f"sure and wrong {prices[3]:.2f}."  # fmt: skip
    return Drawing(svg_of(figure), told)


@picture("The trap at 0 and 1")
def draw_clamp() -> Drawing:
    """What the clamp does.

    The probability p by tens, from 1 down to a number with thirty zeros. Without a clamp the loss climbs on and on; with
    it the loss stays level from p = 1e-12 on, and so the gradient is 0 there.
    """
    p = torch.logspace(-30, 0, 121, dtype=torch.float64)
    figure, axes = plots(height_in=2.9)
    axes.plot(p, -p.log(), color=SECOND, linestyle="--", label="-log p")
    axes.plot(p, -p.clamp(min=_LEAST).log(), color=FIRST, label="-log of p, clamped at 1e-12")
    axes.set(xscale="log", xlabel="p", ylabel="loss of one sample", xticks=[1e-30, 1e-24, 1e-18, 1e-12, 1e-6, 1])
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter("")
    axes.legend()
    zero = torch.zeros((), requires_grad=True)
    loss = -zero.clamp(min=_LEAST).log()
    (gradient,) = torch.autograd.grad(loss, zero)
    told = f"At p = 0 the bare loss is {-torch.zeros(()).log():g}; clamped it is {loss:.2f}, with the gradient {gradient:g}."
    return Drawing(svg_of(figure), told)


@picture("The loop")
def draw_students() -> Drawing:
    """Ten students, four moments of training.

    Ten dots, below those who failed and above those who passed. A level line at one half turns into a curve that is
    steeper at each of three later moments, and passes one half between those who failed and those who passed.
    """
    hours = torch.tensor([1.0, 2, 3, 4, 5, 7, 8, 9, 10, 11]).unsqueeze(1)
    passed = (hours > 4.5).float()
    w, b = torch.zeros(1, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=0.1)
    moments, losses = {0: FAINT, 30: FOURTH, 300: FIRST, 3000: SECOND}, []
    figure, (curve, fall) = plots(2, height_in=3.0, width_ratios=(3, 2))
    across = torch.linspace(0, 11, 100).unsqueeze(1)
    for epoch in range(max(moments) + 1):
        if epoch in moments:
            curve.plot(across, torch.sigmoid(across @ w + b).detach(), color=moments[epoch], label=f"epoch {epoch}")
        loss = torch.nn.functional.binary_cross_entropy_with_logits(hours @ w + b, passed)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    curve.scatter(hours, passed, color=INK, zorder=3)
    curve.set(xlabel="hours of study", ylabel="p that one passes")
    curve.legend(fontsize=9, loc="upper left")
    fall.plot(range(1, len(losses) + 1), losses, color=THIRD)
    fall.set(xscale="log", xlabel="epoch", ylabel="loss")
    fall.xaxis.set_major_formatter("{x:g}")
    told = (
        f"The loss goes from {losses[0]:.4f} to {losses[-1]:.3f}. Half is passed at {-b.item() / w.item():.1f} hours."
    )
    return Drawing(svg_of(figure), told)
