"""Exercise 2: gradient descent by hand.

A gradient says how a number changes when its inputs change a little. PyTorch computes it: mark a tensor with
`requires_grad`, compute with it, ask for the derivatives. (Old texts wrap tensors in `Variable` for that; today every
tensor can do it.)

    x = torch.tensor([1.0, 3.0], requires_grad=True)
    z = ((x + 2) ** 2).sum()              9 + 25 = 34
    torch.autograd.grad(z, x)             2 (x + 2) = [6, 10]

`z.backward()` gives the same numbers, but leaves them in `x.grad`, where they *add up* until somebody clears them.

With gradients we can fit the line y = x w + b. How wrong it is, is measured by the mean squared error,

    L = mean of (x w + b - y)^2

which falls fastest against its gradient. So: start from w = 0, b = 0, and take many small steps of *learning rate* lr:

    w <- w - lr dL/dw       dL/dw = 2/n * sum over the samples of (x w + b - y) x
    b <- b - lr dL/db       dL/db = 2/n * sum over the samples of (x w + b - y)

Two samples, x = 1 and 2, with y = 2 and 4, and lr = 0.1: from zeros the errors are -2 and -4 and the loss is 10; then
dL/dw = (-2 * 1 - 4 * 2) = -10 and dL/db = -6, so that after one step w = 1 and b = 0.6, and the loss is 1.06.

A rate that is too small takes forever. One that is too large jumps over the valley to a higher place on the other side,
and from there to a higher one still: the loss grows until it is inf, and then nan. The border is sharp, and `diverges`
finds the side on which a rate lies.

What to do: write the functions below from top to bottom. Each may call those above it. "By hand" in a docstring means:
no autograd and no `torch.optim`, just the formula. Shapes: n samples, d features. Every result has the dtype of the
input and lives on its device, and no function changes its inputs: not their values, not `requires_grad`, not `.grad`.

Read more:
- Automatic differentiation    https://docs.pytorch.org/docs/stable/notes/autograd.html
- torch.autograd.grad          https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html
- torch.nn.MSELoss             https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
- S. Ruder, An overview of gradient descent optimization algorithms (2016)    https://arxiv.org/abs/1609.04747
"""

import math
from collections.abc import Callable, Sequence

import torch


def gradient_of_square(x: torch.Tensor) -> torch.Tensor:
    """Derivative of z = sum((x + 2)^2) by x. Let autograd find it.

    Args:
        x: any shape, with or without `requires_grad`; it is left as it was, without a `.grad`.

    Returns:
        dz/dx, same shape and dtype as x.

    Example:
        gradient_of_square(torch.tensor([1.0, 3.0]))  ->  tensor([6., 10.])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html
    """
    raise NotImplementedError("Exercise 2: write gradient_of_square in exercises/exercise2.py")


def partial_gradients(
    f: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], x: torch.Tensor, y: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Both partial derivatives of a function of two tensors, by autograd.

    Args:
        f: called as f(x, y), returns a tensor of shape (); it uses at least one of its arguments.
        x: any shape; left as it was, without a `.grad`.
        y: any shape; left as it was, without a `.grad`.

    Returns:
        df/dx, shaped like x, and df/dy, shaped like y; zeros for an argument that f ignores.

    Example:
        f = lambda x, y: (x * x * y).sum() at x = [3.0], y = [2.0]  ->  tensor([12.]), tensor([9.])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html
    """
    raise NotImplementedError("Exercise 2: write partial_gradients in exercises/exercise2.py")


def linear_model(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Prediction of the line for every sample: x w + b.

    Args:
        x: samples, (n, d).
        w: weights, (d, 1).
        b: bias, (1,).

    Returns:
        Predictions, (n, 1).

    Example:
        x = [[1.0, 2.0]], w = [[3.0], [-1.0]], b = [5.0]  ->  tensor([[6.]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.matmul.html
    """
    raise NotImplementedError("Exercise 2: write linear_model in exercises/exercise2.py")


def mse_loss(y_pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Mean of the squared errors.

    Args:
        y_pred: predictions, (n, 1).
        y: targets, of the same shape.

    Returns:
        The loss, a tensor of shape ().

    Raises:
        ValueError: the shapes differ. (n,) minus (n, 1) would silently become (n, n), and its mean a wrong loss.

    Example:
        y_pred = [[1.0], [2.0]], y = [[3.0], [2.0]]  ->  tensor(2.)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
    """
    raise NotImplementedError("Exercise 2: write mse_loss in exercises/exercise2.py")


def mse_gradients(
    x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, b: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Gradients of mse_loss(linear_model(x, w, b), y), by hand: no autograd.

    dL/dw = 2/n x^T (x w + b - y), dL/db = 2/n sum(x w + b - y)

    Args:
        x: samples, (n, d).
        y: targets, (n, 1).
        w: weights, (d, 1).
        b: bias, (1,).

    Returns:
        dL/dw (d, 1) and dL/db (1,).

    Example:
        x = [[1.0], [2.0]], y = [[2.0], [4.0]], w = [[0.0]], b = [0.0]  ->  tensor([[-10.]]), tensor([-6.])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
    """
    raise NotImplementedError("Exercise 2: write mse_gradients in exercises/exercise2.py")


def gradient_step(params: Sequence[torch.Tensor], grads: Sequence[torch.Tensor], lr: float) -> list[torch.Tensor]:
    """One step of gradient descent: p - lr * g for every parameter.

    Args:
        params: parameters, each of any shape; they are left as they were.
        grads: their gradients, in the same order and of the same shapes; left as they were too.
        lr: learning rate.

    Returns:
        The new parameters, in the same order.

    Example:
        params = [tensor([1.0]), tensor([2.0])], grads = [tensor([10.0]), tensor([-1.0])], lr = 0.1
        ->  [tensor([0.]), tensor([2.1])]

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    raise NotImplementedError("Exercise 2: write gradient_step in exercises/exercise2.py")


def fit_line(
    x: torch.Tensor, y: torch.Tensor, lr: float = 0.1, epochs: int = 200
) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    """Fit the line to all samples by gradient descent from zeros, by hand: no autograd, no `torch.optim`.

    Args:
        x: samples, (n, d), centred and of unit scale.
        y: targets, (n, 1).
        lr: learning rate.
        epochs: number of steps.

    Returns:
        w (d, 1), b (1,), and the losses: a list of `epochs` Python floats, each the loss *before* that epoch's step.

    Example:
        x = [[1.0], [2.0]], y = [[2.0], [4.0]], epochs = 2: the losses are [10.0, 1.06]

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    raise NotImplementedError("Exercise 2: write fit_line in exercises/exercise2.py")


def diverges(x: torch.Tensor, y: torch.Tensor, lr: float, epochs: int = 100) -> bool:
    """Whether gradient descent at this rate runs away instead of settling.

    Args:
        x: samples, (n, d).
        y: targets, (n, 1).
        lr: learning rate.
        epochs: number of steps, at least 2.

    Returns:
        True if descent from zeros ends with a loss that is not finite or above the first one, else False.

    Example:
        x = [[1.0], [-1.0]], y = [[1.0], [-1.0]]: at lr = 0.9 the loss shrinks (False), at lr = 1.1 it grows (True)

    Source: https://arxiv.org/abs/1609.04747
    """
    raise NotImplementedError("Exercise 2: write diverges in exercises/exercise2.py")
