"""Exercise 6: backpropagation and the optimizer loop.

A net gave a wrong answer. Thousands of weights took part in it. Which of them are to
blame, and how much? And when you know that: how far should each of them move? The first
question is answered by backpropagation (part 1), the second one by an optimizer (part
2). In exercise 3 PyTorch did both for you. Do them yourself, once, and
`loss.backward()` and `optimizer.step()` are never magic again.

Part 1: the blame flows back
----------------------------
Training is four steps, repeated:

    1. forward     run the net on a batch
    2. loss        measure how wrong it is
    3. backward    send the blame back to every weight
    4. update      move every weight a little

Forward. Two layers, on a batch x (n, d), with h hidden units and k outputs:

    z = x @ W1 + b1            (n, h)
    hidden = tanh(z)           (n, h)
    logits = hidden @ W2 + b2  (n, k)

Backward. The *chain rule* says: where one thing drives the next, the rates multiply. If
z moves twice as fast as x, and y three times as fast as z, then y moves six times as
fast as x. A net is such a chain, so the blame walks along it, from the end to the
start:

    x ----> z ----> hidden ----> logits ----> loss
       W1     tanh          W2
                                 |
    dz <---- dhidden <---- dlogits
    |                        |
    dW1, db1                 dW2, db2

Write dz for the derivative of the loss with respect to z, and so on. Somebody hands you
dlogits. Each line of the forward pass gives its line of the backward pass, last first:

    dW2 = hidden^T @ dlogits        db2 = dlogits summed over the batch
    dhidden = dlogits @ W2^T
    dz = dhidden * (1 - hidden^2)   because tanh' = 1 - tanh^2
    dW1 = x^T @ dz                  db1 = dz summed over the batch

With one number in each place: x = 2, W1 = 0.5, b1 = 0, W2 = 3, b2 = 0.1 gives z = 1,
hidden = 0.7616, logits = 2.3848. For dlogits = 1:

    dW2 = 0.7616    db2 = 1    dhidden = 3
    dz = 3 * (1 - 0.7616^2) = 1.2599
    dW1 = 2 * 1.2599 = 2.5198    db1 = 1.2599

A gradient has the shape of its parameter. That alone finds most mistakes, and it tells
you where to transpose.

    Question: Your db1 has the shape (n, h). What did you forget?
    Answer: The sum over the batch. b1 is added to every row, so it gets the blame of
    every row.

Finite differences find the rest. They need no calculus: move one number by eps up and
down, and look at what the loss does.

    df/dx is about (f(x + eps) - f(x - eps)) / (2 eps)

For f(x) = x^3 at x = 2 and eps = 0.1 this is (9.261 - 6.859) / 0.2 = 12.01. The truth
is 12, and a smaller eps comes closer:

    >>> for eps in (0.1, 0.01):
    ...     print(round(((2 + eps) ** 3 - (2 - eps) ** 3) / (2 * eps), 6))
    12.01
    12.0001

Why not train with it? It needs two runs of the net for each weight. The net of exercise
5 has 415,310 weights. Backpropagation gives all their gradients for the price of about
two runs, and that is what makes deep learning possible.

Part 2: six ways down
---------------------
Every optimizer gets a gradient g and moves a parameter p. Why are there so many?
Because each one cures what ails the one before it. Here is a narrow valley, seen from
above, with loss = (a^2 + 100 b^2) / 2. The walls (b) are 100 times as steep as the
floor (a). Plain SGD starts at the left and wants to reach X:

        o
          o o
             o o
    -------------oooooooooooooooooooo--------------------------X
            o o o
           o
        o

It throws itself from wall to wall, and along the floor it creeps. A larger rate makes
it worse: above 0.02 the walls throw it out of the valley. Now the cures, one by one.

SGD. All parameters share one rate. The steepest direction says how large it may be, and
all others wait.

    p <- p - lr g

Momentum remembers a velocity v. Pushes to and fro cancel, pushes that agree add up, to
ten times the step. The valley is done in 85 steps, not 229. It cannot cure this: the
rate is still the same for all. A weight that gets a gradient only now and then, such as
that of a rare word, hardly learns.

    v <- momentum v + g                 p <- p - lr v

Adagrad gives each parameter a rate of its own: it divides by the size of its gradients
so far. Small and rare ones take large steps. The new failure: s only grows, so all
steps shrink for ever. If g stays 1, the 100th step is a tenth of the first.

    s <- s + g^2                        p <- p - lr g / (sqrt(s) + eps)

RMSprop forgets. It takes a running mean for the sum, so the steps stay alive. But the
mean starts at 0 and is too small at first: with alpha = 0.99 the first step has the
length 10 lr. And there is still a rate to choose.

    s <- alpha s + (1 - alpha) g^2      p <- p - lr g / (sqrt(s) + eps)

Adadelta takes its rate from its own last steps: u is the running mean of their squares.
There is no rate to choose (lr is 1). But it starts from u = 0, so the first steps have
the length 0.003 and it is slow to get going.

    s <- rho s + (1 - rho) g^2          step = g sqrt(u + eps) / sqrt(s + eps)
    u <- rho u + (1 - rho) step^2       p <- p - lr step

Adam is momentum and RMSprop together, and it mends the start at 0. Both means are
divided by the weight that they have seen so far, so the first step has the length lr. t
counts the steps from 1.

    m <- beta1 m + (1 - beta1) g        m' = m / (1 - beta1^t)
    s <- beta2 s + (1 - beta2) g^2      s' = s / (1 - beta2^t)
                                        p <- p - lr m' / (sqrt(s') + eps)

These are its first 40 steps in the same valley. It crosses the floor once or twice, and
its steps along the floor are as long as those across:

        o
           o
                                     o  o  o  o o o                  o
    ----------o--------------------o-----------------o-o-o-----X---ooo
                 o           o  o                          o o ooo
                    o  o  o

How many steps does each one need from a = 9, b = 1 until the loss stays below 0.01? The
rates were found by hand. It is no race, because every valley is another one.

    SGD        lr 0.018     229        RMSprop    lr 0.1           81
    momentum   lr 0.018      85        Adadelta   lr 1      over 3000
    Adagrad    lr 0.5       346        Adam       lr 0.5           84

People start with Adam today, mostly as AdamW. SGD with momentum is still used for
images, where it often ends a little better.

All memories start at zero. What an optimizer remembers is its *state*: pass None at the
first step, and then whatever your step returned. Look closely at where eps stands. It
is inside the root only in Adadelta.

    Question: You multiply the loss by 10. What becomes of the first step of SGD, and of
    Adam?
    Answer: That of SGD is 10 times as long. That of Adam stays the same, because g
    stands above and below the line.

What to do
----------
Write the functions from top to bottom. In `backward` and in the `..._step` functions
use neither autograd nor torch.optim. In `make_optimizer` and `train_loop` use all of
PyTorch. `grade exercise6` checks them. `python exercises/exercise6.py` shows at any
time what your functions can do so far. `python -m doctest exercises/exercise6.py` runs
the examples of this page; silence means that all agree.

    function | points | minutes
    forward | 8 | 5
    backward | 15 | 20
    numerical_gradient | 10 | 15
    sgd_step | 4 | 5
    momentum_step | 7 | 5
    adagrad_step | 7 | 5
    rmsprop_step | 7 | 5
    adadelta_step | 8 | 10
    adam_step | 10 | 15
    make_optimizer | 8 | 5
    train_loop | 16 | 20

Sources
-------
- CS231n, backpropagation: https://cs231n.github.io/optimization-2/
- CS231n, gradient checks and updates: https://cs231n.github.io/neural-networks-3/
- G. Goh 2017, "Why Momentum Really Works": https://distill.pub/2017/momentum/
- S. Ruder 2016, all six in one overview: https://arxiv.org/abs/1609.04747
- Kingma and Ba 2014, Adam: https://arxiv.org/abs/1412.6980
- A. Karpathy, "A Recipe for Training Neural Networks":
  https://karpathy.github.io/2019/04/25/recipe/
- PyTorch, torch.optim: https://docs.pytorch.org/docs/stable/optim.html
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

State = Any
"""What a step remembers: None at first, then anything you like, such as a dict."""


def forward(x: Tensor, params: dict[str, Tensor]) -> tuple[Tensor, Any]:
    """Run the two-layer net and keep what the backward pass will need.

    logits = tanh(x @ W1 + b1) @ W2 + b2

    Args:
        x: (n, d), floating point.
        params: W1 (d, h), b1 (h,), W2 (h, k), b2 (k,), of x's dtype and on its device.

    Returns:
        logits (n, k), of x's dtype and on its device, and the cache: anything you want
        to have again in `backward`.

    Example:
        >>> layer1 = {"W1": torch.tensor([[0.5]]), "b1": torch.tensor([0.0])}
        >>> layer2 = {"W2": torch.tensor([[3.0]]), "b2": torch.tensor([0.1])}
        >>> logits, cache = forward(torch.tensor([[2.0]]), layer1 | layer2)
        >>> logits
        tensor([[2.3848]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.tanh.html
    """
    raise NotImplementedError("Exercise 6: write forward")


def backward(
    dlogits: Tensor,
    cache: Any,
    params: dict[str, Tensor],
) -> dict[str, Tensor]:
    """Send the gradient of the logits back to every parameter, without autograd.

    The chain rule walks through the lines of the forward pass, the last one first.

    Whether the loss is a sum or a mean over the batch is already inside dlogits: do not
    divide again.

    Args:
        dlogits: (n, k), the derivative of the loss with respect to each logit.
        cache: what your `forward` returned; it is not changed.
        params: the same dictionary that `forward` had.

    Returns:
        The gradients under the names "W1", "b1", "W2", "b2", each of its parameter's
        shape, dtype and device.

    Example:
        >>> layer1 = {"W1": torch.tensor([[0.5]]), "b1": torch.tensor([0.0])}
        >>> layer2 = {"W2": torch.tensor([[3.0]]), "b2": torch.tensor([0.1])}
        >>> logits, cache = forward(torch.tensor([[2.0]]), layer1 | layer2)
        >>> blame = backward(torch.tensor([[1.0]]), cache, layer1 | layer2)
        >>> blame["W1"], blame["b1"]
        (tensor([[2.5198]]), tensor([1.2599]))
        >>> blame["W2"], blame["b2"]
        (tensor([[0.7616]]), tensor([1.]))

    Source: https://cs231n.github.io/optimization-2/
    """
    raise NotImplementedError("Exercise 6: write backward")


def numerical_gradient(
    f: Callable[[Tensor], Any],
    x: Tensor,
    eps: float = 1e-6,
) -> Tensor:
    """Estimate the gradient of a scalar function by central differences.

    df/dx_i = (f(x + eps e_i) - f(x - eps e_i)) / (2 eps)

    One coordinate at a time: e_i is 1 at coordinate i and 0 elsewhere.

    Args:
        f: takes a float64 tensor of x's shape and returns one number (a 0-d tensor).
        x: any shape, any floating point dtype; it is taken to float64 first, because in
            float32 the difference of two nearly equal values would be mostly rounding
            error.
        eps: the distance of one step, in units of x.

    Returns:
        float64, of x's shape and on its device.

    Example:
        The derivative of x^3 is 3 x^2, at 1 and 2 it is 3 and 12:

        >>> x = torch.tensor([1.0, 2.0])
        >>> numerical_gradient(lambda x: (x**3).sum(), x, eps=0.1)
        tensor([ 3.0100, 12.0100], dtype=torch.float64)

    Source: https://en.wikipedia.org/wiki/Finite_difference
    """
    raise NotImplementedError("Exercise 6: write numerical_gradient")


def sgd_step(
    param: Tensor,
    grad: Tensor,
    state: State,
    lr: float,
) -> tuple[Tensor, State]:
    """Take one step of plain gradient descent, p - lr g.

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before; SGD
            remembers nothing.
        lr: learning rate.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument
        is changed in place.

    Example:
        >>> p, g = torch.tensor([1.0]), torch.tensor([2.0])
        >>> p, state = sgd_step(p, g, None, lr=0.1)
        >>> p
        tensor([0.8000])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    raise NotImplementedError("Exercise 6: write sgd_step")


def momentum_step(
    param: Tensor,
    grad: Tensor,
    state: State,
    lr: float,
    momentum: float = 0.9,
) -> tuple[Tensor, State]:
    """Take one step of SGD with momentum: v <- momentum v + g, p <- p - lr v.

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: learning rate.
        momentum: share of the velocity that is kept.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument
        is changed in place.

    Example:
        >>> p, g = torch.tensor([1.0]), torch.tensor([2.0])
        >>> p, state = momentum_step(p, g, None, lr=0.1)
        >>> p
        tensor([0.8000])
        >>> momentum_step(p, torch.tensor([2.0]), state, lr=0.1)[0]
        tensor([0.4200])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    raise NotImplementedError("Exercise 6: write momentum_step")


def adagrad_step(
    param: Tensor,
    grad: Tensor,
    state: State,
    lr: float,
    eps: float = 1e-10,
) -> tuple[Tensor, State]:
    """Take one step of Adagrad: s <- s + g^2, p <- p - lr g / (sqrt(s) + eps).

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: learning rate.
        eps: keeps the division defined where every gradient so far was 0.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument
        is changed in place.

    Example:
        >>> p, g = torch.tensor([1.0]), torch.tensor([3.0])
        >>> p, state = adagrad_step(p, g, None, lr=0.1)
        >>> p
        tensor([0.9000])
        >>> adagrad_step(p, torch.tensor([4.0]), state, lr=0.1)[0]
        tensor([0.8200])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
    """
    raise NotImplementedError("Exercise 6: write adagrad_step")


def rmsprop_step(
    param: Tensor,
    grad: Tensor,
    state: State,
    lr: float,
    alpha: float = 0.99,
    eps: float = 1e-8,
) -> tuple[Tensor, State]:
    """Take one step of RMSprop, which divides by a running mean of squares.

    s <- alpha s + (1 - alpha) g^2;  p <- p - lr g / (sqrt(s) + eps)

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: learning rate.
        alpha: share of the mean of squares that is kept.
        eps: added to the root, outside it.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument
        is changed in place.

    Example:
        The mean of squares is 0.01 * 4, its root 0.2, and the step 0.1 * 2 / 0.2 = 1:

        >>> p, g = torch.tensor([3.0]), torch.tensor([2.0])
        >>> p, state = rmsprop_step(p, g, None, lr=0.1)
        >>> p
        tensor([2.])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
    """
    raise NotImplementedError("Exercise 6: write rmsprop_step")


def adadelta_step(
    param: Tensor,
    grad: Tensor,
    state: State,
    lr: float = 1.0,
    rho: float = 0.9,
    eps: float = 1e-6,
) -> tuple[Tensor, State]:
    """Take one step of Adadelta, whose step length comes from its own earlier steps.

        s <- rho s + (1 - rho) g^2      step = g sqrt(u + eps) / sqrt(s + eps)
        u <- rho u + (1 - rho) step^2   p <- p - lr step

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: scales the step that is taken, not the one that is remembered.
        rho: share of both means that is kept.
        eps: added inside both roots.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument
        is changed in place.

    Example:
        The first step is 2 * sqrt(1e-6) / sqrt(0.4 + 1e-6) = 0.0032:

        >>> p, g = torch.tensor([1.0]), torch.tensor([2.0])
        >>> p, state = adadelta_step(p, g, None)
        >>> p
        tensor([0.9968])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
    """
    raise NotImplementedError("Exercise 6: write adadelta_step")


def adam_step(
    param: Tensor,
    grad: Tensor,
    state: State,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, State]:
    """Take one step of Adam: a mean of gradients over the root of a mean of squares.

    Both means are corrected for starting at 0.

        t <- t + 1
        m <- beta1 m + (1 - beta1) g        m' = m / (1 - beta1^t)
        s <- beta2 s + (1 - beta2) g^2      s' = s / (1 - beta2^t)
                                            p <- p - lr m' / (sqrt(s') + eps)

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: learning rate.
        betas: share of the mean of gradients and of the mean of squares that is kept.
        eps: added to the root, outside it, after the correction.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument
        is changed in place.

    Example:
        The first step has the length lr whatever the gradient's size:

        >>> p, g = torch.tensor([1.0, 1.0]), torch.tensor([2.0, 0.002])
        >>> p, state = adam_step(p, g, None, lr=0.1)
        >>> p
        tensor([0.9000, 0.9000])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html
    """
    raise NotImplementedError("Exercise 6: write adam_step")


def make_optimizer(name: str, params: Any, lr: float) -> Optimizer:
    """Make one of PyTorch's own optimizers from its name.

    Args:
        name: "sgd", "momentum" (SGD with momentum 0.9), "adagrad", "rmsprop",
            "adadelta" or "adam".
        params: what torch.optim takes, for example net.parameters().
        lr: learning rate; every other setting keeps PyTorch's default.

    Returns:
        The optimizer, ready to step.

    Raises:
        ValueError: for any other name; the message names all six choices.

    Example:
        >>> optimizer = make_optimizer("momentum", nn.Linear(3, 1).parameters(), lr=0.1)
        >>> type(optimizer).__name__, optimizer.defaults["momentum"]
        ('SGD', 0.9)

    Source: https://docs.pytorch.org/docs/stable/optim.html
    """
    raise NotImplementedError("Exercise 6: write make_optimizer")


def train_loop(
    net: nn.Module,
    x: Tensor,
    y: Tensor,
    criterion: Callable[[Tensor, Tensor], Tensor],
    optimizer: Optimizer,
    epochs: int,
    batch_size: int = 32,
    seed: int = 0,
) -> list[float]:
    """Train a net in place on mini-batches that are reshuffled at every epoch.

    For each batch: outputs, loss, old gradients cleared, backward, one optimizer step.

    Args:
        net: takes a batch of x.
        x: (n, ...), the samples.
        y: (n, ...), their targets, in the same order.
        criterion: mean loss of a batch, criterion(net(x_batch), y_batch), a 0-d tensor.
        optimizer: already holds the net's parameters.
        epochs: number of passes over all n samples.
        batch_size: samples a batch; the last batch of an epoch is shorter when n does
            not divide, and is used too.
        seed: equal seeds give equal results whatever ran before; another seed gives
            another order.

    Returns:
        One float an epoch: the mean loss per sample, each batch's loss taken before its
        step and weighted by its size.

    Example:
        5 samples, batch_size 2: batches of 2, 2 and 1. With losses 4, 3 and 1 the
        epoch's is (8 + 6 + 1) / 5 = 3.

        >>> x, net = torch.linspace(-1, 1, 5).unsqueeze(1), nn.Linear(1, 1)
        >>> optimizer = make_optimizer("sgd", net.parameters(), lr=0.1)
        >>> losses = train_loop(net, x, 3 * x, nn.MSELoss(), optimizer, 9, batch_size=2)
        >>> len(losses), losses[-1] < losses[0]
        (9, True)

    Source: https://docs.pytorch.org/docs/stable/optim.html
    """
    raise NotImplementedError("Exercise 6: write train_loop")


if __name__ == "__main__":
    from grader.demo import draw, run_demo

    def demo() -> None:
        """Your gradients against finite differences, six ways down, and a river."""

        def valley(path: list[tuple[float, float]]) -> str:
            """The places (a, b) of a path as text: a from 9 at the left to 0 at X."""
            rows = [[" "] * 64 for _ in range(9)]
            rows[4] = ["-"] * 64
            rows[4][60] = "X"
            for a, b in path:
                column, row = round(60 - 6.5 * a), round(4 - 4 * b)
                if 0 <= column < 64 and 0 <= row < 9:
                    rows[row][column] = "o"
            return "\n".join(f"      {''.join(row)}".rstrip() for row in rows)

        step_of: dict[str, Callable[[Tensor, Tensor, State], tuple[Tensor, State]]] = {
            "SGD": lambda *now: sgd_step(*now, lr=0.018),
            "momentum": lambda *now: momentum_step(*now, lr=0.018),
            "Adagrad": lambda *now: adagrad_step(*now, lr=0.5),
            "RMSprop": lambda *now: rmsprop_step(*now, lr=0.1),
            "Adadelta": lambda *now: adadelta_step(*now),
            "Adam": lambda *now: adam_step(*now, lr=0.5),
        }
        torch.manual_seed(0)
        torch.set_num_threads(1)  # a small net is fastest on one core
        shapes = {"W1": (2, 3), "b1": (3,), "W2": (3, 1), "b2": (1,)}
        params = {name: torch.randn(shape).double() for name, shape in shapes.items()}
        x = torch.randn(5, 2).double()
        logits, cache = forward(x, params)
        blame = backward(torch.ones_like(logits), cache, params)

        def total(w: Tensor) -> Tensor:
            return forward(x, params | {"W1": w})[0].sum()

        gap = (blame["W1"] - numerical_gradient(total, params["W1"])).abs().max()
        print(f"The blame of W1, by chain rule and by differences: {gap:.0e} apart.")

        print("\nA narrow valley, loss = (a^2 + 100 b^2) / 2, seen from above.")
        steep = torch.tensor([1.0, 100.0])
        for name, step in step_of.items():
            place, state, path = torch.tensor([9.0, 1.0]), None, []
            for _ in range(100):
                path.append(place.tolist())
                place, state = step(place, steep * place, state)
            if name in ("SGD", "Adam"):
                print(f"\nThe first 40 steps of {name}:\n{valley(path[:40])}")
            loss = (steep * place**2).sum() / 2
            print(f"{name:9} loss 90.5 -> {loss:.4f} in 100 steps")

        print("\n300 houses by a winding river: on which bank is each one?\n")
        homes, lines = torch.rand(300, 2) * 4 - 2, {}
        north = (homes[:, 1:] > torch.sin(2 * homes[:, :1])).float()
        for name, lr in (("sgd", 0.1), ("momentum", 0.1), ("adam", 0.01)):
            net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))
            optimizer = make_optimizer(name, net.parameters(), lr)
            price = nn.BCEWithLogitsLoss()
            lines[name] = train_loop(net, homes, north, price, optimizer, epochs=40)
        draw("The same net, three optimizers", lines, "epoch", "loss")

    run_demo(demo)
