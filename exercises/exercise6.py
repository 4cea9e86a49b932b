"""Exercise 6: backpropagation and the optimizer loop.

Training a network is four steps, repeated: run the net forward, measure the loss, send the blame backward, and
move every parameter a little. In exercise 3 PyTorch did the last two for you. Here you do them yourself, once, so
that `loss.backward()` and `optimizer.step()` are never magic again.

Forward. A two-layer net on a batch x (n, d), with a hidden layer of h units and k outputs:

    z = x @ W1 + b1            (n, h)
    hidden = tanh(z)           (n, h)
    logits = hidden @ W2 + b2  (n, k)

Backward. Suppose somebody hands you dlogits, the derivative of the loss with respect to every logit. The chain rule
walks the three lines from the last to the first:

    dW2 = hidden^T @ dlogits        db2 = dlogits summed over the batch
    dhidden = dlogits @ W2^T
    dz = dhidden * (1 - hidden^2)   because tanh' = 1 - tanh^2
    dW1 = x^T @ dz                  db1 = dz summed over the batch

With one number in each place: x = 2, W1 = 0.5, b1 = 0, W2 = 3, b2 = 0.1 gives z = 1, hidden = 0.7616,
logits = 2.3848. For dlogits = 1: dW2 = 0.7616, db2 = 1, dhidden = 3, dz = 3 * (1 - 0.7616^2) = 1.2599,
dW1 = 2 * 1.2599 = 2.5198, db1 = 1.2599. A gradient always has the shape of its parameter: that alone finds most
mistakes. The rest is found by central differences, (f(x + eps) - f(x - eps)) / (2 eps), which need no calculus.

Update. Every optimizer takes a gradient g and moves a parameter p. They differ in what they remember:

    SGD       p <- p - lr g
    momentum  v <- momentum v + g                     p <- p - lr v
    Adagrad   s <- s + g^2                            p <- p - lr g / (sqrt(s) + eps)
    RMSprop   s <- alpha s + (1 - alpha) g^2          p <- p - lr g / (sqrt(s) + eps)
    Adadelta  s <- rho s + (1 - rho) g^2              step = g sqrt(u + eps) / sqrt(s + eps)
              u <- rho u + (1 - rho) step^2           p <- p - lr step
    Adam      m <- beta1 m + (1 - beta1) g            m' = m / (1 - beta1^t)
              s <- beta2 s + (1 - beta2) g^2          s' = s / (1 - beta2^t)
                                                      p <- p - lr m' / (sqrt(s') + eps)

All memories start at zero; t counts the steps from 1. Look closely at where eps stands: inside the root only in
Adadelta. What an optimizer remembers is its state: pass None at the first step, then whatever your step returned.

What to do: write the functions from top to bottom, and run `grade exercise6` after each. In `backward` and in the
`..._step` functions use neither autograd nor torch.optim; in `make_optimizer` and `train_loop` use all of PyTorch.

Sources: "A Recipe for Training Neural Networks", karpathy.github.io/2019/04/25/recipe; "CS231n: Backpropagation,
Intuitions", cs231n.github.io/optimization-2; PyTorch documentation of torch.optim, pytorch.org/docs/stable/optim.html.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

State = Any
"""What a step remembers: None at first, then anything you like, for example a dict of tensors."""


def forward(x: Tensor, params: dict[str, Tensor]) -> tuple[Tensor, Any]:
    """Run the two-layer net and keep what the backward pass will need.

    logits = tanh(x @ W1 + b1) @ W2 + b2

    Args:
        x: (n, d), floating point.
        params: W1 (d, h), b1 (h,), W2 (h, k), b2 (k,), of x's dtype and on its device.

    Returns:
        logits (n, k), of x's dtype and on its device, and the cache: anything you want to have again in `backward`.

    Example:
        x = [[2.]], W1 = [[0.5]], b1 = [0.], W2 = [[3.]], b2 = [0.1] gives logits [[2.3848]].

    Source: pytorch.org/docs/stable/generated/torch.tanh.html
    """
    raise NotImplementedError("Exercise 6: write forward in exercises/exercise6.py")


def backward(dlogits: Tensor, cache: Any, params: dict[str, Tensor]) -> dict[str, Tensor]:
    """Send the gradient of the logits back to every parameter, by the chain rule and without autograd.

    Whether the loss is a sum or a mean over the batch is already inside dlogits: do not divide again.

    Args:
        dlogits: (n, k), the derivative of the loss with respect to each logit.
        cache: what your `forward` returned; it is not changed.
        params: the same dictionary that `forward` had.

    Returns:
        The gradients under the names "W1", "b1", "W2", "b2", each of its parameter's shape, dtype and device.

    Example:
        For the numbers of `forward` and dlogits = [[1.]]: W1 [[2.5198]], b1 [1.2599], W2 [[0.7616]], b2 [1.].

    Source: cs231n.github.io/optimization-2
    """
    raise NotImplementedError("Exercise 6: write backward in exercises/exercise6.py")


def numerical_gradient(f: Callable[[Tensor], Any], x: Tensor, eps: float = 1e-6) -> Tensor:
    """Estimate the gradient of a scalar function by central differences, one coordinate at a time.

    df/dx_i = (f(x + eps e_i) - f(x - eps e_i)) / (2 eps), where e_i is 1 at coordinate i and 0 elsewhere

    Args:
        f: takes a float64 tensor of x's shape and returns one number (a 0-d tensor).
        x: any shape, any floating point dtype; it is taken to float64 first, because in float32 the difference of two
            nearly equal values would be mostly rounding error.
        eps: the distance of one step, in units of x.

    Returns:
        float64, of x's shape and on its device.

    Example:
        For f(x) = (x**3).sum(), x = [1., 2.], eps = 0.1: [3.01, 12.01]. The derivative itself is [3., 12.].

    Source: en.wikipedia.org/wiki/Finite_difference
    """
    raise NotImplementedError("Exercise 6: write numerical_gradient in exercises/exercise6.py")


def sgd_step(param: Tensor, grad: Tensor, state: State, lr: float) -> tuple[Tensor, State]:
    """Take one step of plain gradient descent, p - lr g.

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before; SGD remembers nothing.
        lr: learning rate.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument is changed in place.

    Example:
        param [1.], grad [2.], lr 0.1 gives [0.8].

    Source: pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    raise NotImplementedError("Exercise 6: write sgd_step in exercises/exercise6.py")


def momentum_step(param: Tensor, grad: Tensor, state: State, lr: float, momentum: float = 0.9) -> tuple[Tensor, State]:
    """Take one step of SGD with momentum: v <- momentum v + g, p <- p - lr v.

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: learning rate.
        momentum: share of the velocity that is kept.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument is changed in place.

    Example:
        param [1.], gradients [2.] then [2.], lr 0.1 gives [0.8], then [0.42].

    Source: pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    raise NotImplementedError("Exercise 6: write momentum_step in exercises/exercise6.py")


def adagrad_step(param: Tensor, grad: Tensor, state: State, lr: float, eps: float = 1e-10) -> tuple[Tensor, State]:
    """Take one step of Adagrad: s <- s + g^2, p <- p - lr g / (sqrt(s) + eps).

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: learning rate.
        eps: keeps the division defined where every gradient so far was 0.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument is changed in place.

    Example:
        param [1.], gradients [3.] then [4.], lr 0.1 gives [0.9], then [0.82].

    Source: pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
    """
    raise NotImplementedError("Exercise 6: write adagrad_step in exercises/exercise6.py")


def rmsprop_step(
    param: Tensor, grad: Tensor, state: State, lr: float, alpha: float = 0.99, eps: float = 1e-8
) -> tuple[Tensor, State]:
    """Take one step of RMSprop: s <- alpha s + (1 - alpha) g^2, p <- p - lr g / (sqrt(s) + eps).

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: learning rate.
        alpha: share of the mean of squares that is kept.
        eps: added to the root, outside it.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument is changed in place.

    Example:
        param [1.], grad [2.], lr 0.1 gives [0.], because sqrt(0.01 * 4) = 0.2 and 0.1 * 2 / 0.2 = 1.

    Source: pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
    """
    raise NotImplementedError("Exercise 6: write rmsprop_step in exercises/exercise6.py")


def adadelta_step(
    param: Tensor, grad: Tensor, state: State, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> tuple[Tensor, State]:
    """Take one step of Adadelta, whose step length comes from its own earlier steps.

    s <- rho s + (1 - rho) g^2;  step = g sqrt(u + eps) / sqrt(s + eps)
    u <- rho u + (1 - rho) step^2;  p <- p - lr step

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: scales the step that is taken, not the one that is remembered.
        rho: share of both means that is kept.
        eps: added inside both roots.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument is changed in place.

    Example:
        param [1.], grad [2.] gives [0.996838]: sqrt(1e-6) / sqrt(0.4 + 1e-6) * 2 = 0.003162.

    Source: pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
    """
    raise NotImplementedError("Exercise 6: write adadelta_step in exercises/exercise6.py")


def adam_step(
    param: Tensor,
    grad: Tensor,
    state: State,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> tuple[Tensor, State]:
    """Take one step of Adam: a mean of gradients over the root of a mean of squares, both corrected for starting at 0.

    m <- beta1 m + (1 - beta1) g;  s <- beta2 s + (1 - beta2) g^2;  t <- t + 1
    p <- p - lr (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + eps)

    Args:
        param: any shape, floating point.
        grad: its gradient, same shape and dtype.
        state: None at the first step, then the state returned by the step before.
        lr: learning rate.
        betas: share of the mean of gradients and of the mean of squares that is kept.
        eps: added to the root, outside it, after the correction.

    Returns:
        The new parameter (same shape, dtype and device) and the new state. No argument is changed in place.

    Example:
        param [1.], grad [2.], lr 0.1 gives [0.9]: the first step has length lr whatever the gradient's size.

    Source: "Adam: A Method for Stochastic Optimization", arxiv.org/abs/1412.6980;
        pytorch.org/docs/stable/generated/torch.optim.Adam.html
    """
    raise NotImplementedError("Exercise 6: write adam_step in exercises/exercise6.py")


def make_optimizer(name: str, params: Any, lr: float) -> Optimizer:
    """Make one of PyTorch's own optimizers from its name.

    Args:
        name: "sgd", "momentum" (SGD with momentum 0.9), "adagrad", "rmsprop", "adadelta" or "adam".
        params: what torch.optim takes, for example net.parameters().
        lr: learning rate; every other setting keeps PyTorch's default.

    Returns:
        The optimizer, ready to step.

    Raises:
        ValueError: for any other name; the message names all six choices.

    Example:
        make_optimizer("adam", net.parameters(), lr=0.001) is torch.optim.Adam(net.parameters(), lr=0.001).

    Source: pytorch.org/docs/stable/optim.html
    """
    raise NotImplementedError("Exercise 6: write make_optimizer in exercises/exercise6.py")


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
        batch_size: samples a batch; the last batch of an epoch is shorter when n does not divide, and is used too.
        seed: equal seeds give equal results whatever ran before; another seed gives another order.

    Returns:
        One float an epoch: the mean loss per sample, each batch's loss taken before its step and weighted by its size.

    Example:
        5 samples, batch_size 2: batches of 2, 2 and 1; with losses 4, 3 and 1 the epoch's is (8 + 6 + 1) / 5 = 3.

    Source: pytorch.org/tutorials/beginner/basics/optimization_tutorial.html
    """
    raise NotImplementedError("Exercise 6: write train_loop in exercises/exercise6.py")
