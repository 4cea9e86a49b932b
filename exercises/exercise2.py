"""Exercise 2: gradient descent by hand.

You stand on a hill in thick fog and want to go down to the village. You cannot see the
way. But your feet feel the slope. So you take a step downhill, feel again, and step
again. This exercise does the same with numbers. Almost every network of the last ten
years was trained this way.

Signs that you will meet
------------------------
Books write Greek letters. Here is how to read them.

    sign   name      mostly means             in the code
    η      eta       learning rate            lr
    Σ      Sigma     sum over all samples     .sum()
    θ      theta     all parameters           params
    Δ      Delta     a difference             p_new - p
    ∂      (round d) derivative by one of several inputs
    ∇      nabla     gradient, the list of all these derivatives
    ε      epsilon   a very small number      eps
    σ      sigma     the sigmoid of exercise 3, elsewhere the spread of data

Derivatives
-----------
The derivative of f at x says how fast f changes there. Take f(x) = x^2 at x = 3, where
it is 9. Move x by 0.01: f becomes 9.0601. That is 6 times as much as x moved. The
derivative is 6, and the rule says the same: 2 x. These rules are all you need:

    function        derivative               example             at x = 2
    c               0                        5                   0
    x^n             n x^(n-1)                x^3  -> 3 x^2       12
    e^x             e^x                      e^x                 7.389
    log x           1 / x                    log x               0.5
    c f             c f'                     5 x^2 -> 10 x       20
    f + g           f' + g'                  x^2 + 3 x -> 2x+3   7
    f g             f' g + f g'              x e^x               22.167
    f / g           (f' g - f g') / g^2      1 / x -> -1 / x^2   -0.25
    f(g(x))         f'(g(x)) g'(x)           (3 x + 1)^2         2 * 7 * 3 = 42

The last one is the chain rule: the outside first, times the inside. Exercise 6 builds
a whole network on it.

Let PyTorch do it
-----------------
Mark a tensor with `requires_grad`. Compute with it. PyTorch takes notes of each step.
Then call `backward()` on the result, a single number. PyTorch walks back through its
notes by the chain rule and leaves the derivatives in `.grad`.

    >>> x = torch.tensor([1.0, 3.0], requires_grad=True)
    >>> z = ((x + 2) ** 2).sum()              # 9 + 25 = 34
    >>> z.backward()
    >>> x.grad                                # by the rule: 2 (x + 2)
    tensor([ 6., 10.])

Mind one thing. `backward()` does not replace what is in `.grad`, it adds to it:

    >>> ((x + 2) ** 2).sum().backward()
    >>> x.grad
    tensor([12., 20.])

So somebody has to clear it: `x.grad = None`, or `zero_grad()` in exercise 3. There is
also a call that leaves nothing behind. It returns one gradient for each input that you
name. With two inputs you get two of them, the partial derivatives:

    >>> y = torch.tensor([5.0, 0.0], requires_grad=True)
    >>> torch.autograd.grad((x * y).sum(), (x, y))
    (tensor([5., 0.]), tensor([1., 3.]))

Old texts write `x = Variable(torch.ones(2), requires_grad=True)`. Until version 0.4, in
2018, a tensor had no gradient of its own and had to be wrapped. Today every tensor can
have one, and `Variable(x)` just gives a tensor back. You may forget the name.

A line through points
---------------------
How many points will a student get, who studied for five hours? What will a flat of
80 square metres cost? Such questions ask "how much?". (Questions such as "will she
pass?" or "is the price above 1000?" ask for yes or no; exercise 3 answers them.) The
simplest answer is a line: y = w x + b. The slope w is called the weight, and the height
b at x = 0 the bias. With d facts about each sample there are d weights, and one matrix
product serves all n samples at once:

       x (n, d)      @   w (d, 1)  +  b (1,)   =   y (n, 1)

       1  2              3              5           1*3 + 2*(-1) + 5 = 6
       4  0             -1              5           4*3 + 0*(-1) + 5 = 17

The inner sizes d meet and vanish. `x * w` would multiply element by element instead.

How wrong is a line? For each sample take the error, x w + b - y. Square it, so that too
high and too low both count. Take the mean. This number is called the loss:

    L = mean of (x w + b - y)^2               mean squared error

Downhill
--------
The gradient of L points uphill, where L grows fastest. So step against it. The learning
rate lr says how far:

    w <- w - lr dL/dw       dL/dw = 2/n * sum over the samples of (x w + b - y) x
    b <- b - lr dL/db       dL/db = 2/n * sum over the samples of (x w + b - y)

By hand: two samples, x = 1 and 2, with y = 2 and 4, and lr = 0.1. We start at w = 0 and
b = 0. The errors are -2 and -4, and L = (4 + 16) / 2 = 10. Then dL/dw = -2 * 1 - 4 * 2
= -10, and dL/db = -2 - 4 = -6. One step leads to w = 1 and b = 0.6, where L = 1.06.

    loss
      |  0                            Far from the bottom it is steep,
      |   .                   .       and the steps are long.
      |    1                 .
      |     .               .
      |      2             .          Near the bottom it is flat,
      |        3         .            and they get short.
      |           4 5 6
      +-----------------------  w

A small rate needs thousands of steps. A large one jumps across the valley to a higher
place, and from there to a higher one still. The loss grows until it is inf, then nan.
The border is sharp, and `diverges` finds the side on which a rate lies.

One sentence of the course notes is wrong here. They say that descent finds the smallest
gradient. It looks for the smallest loss. Above, dL/dw was -10 at the start. That is
smaller than the 0 at the bottom, and yet the loss was 10 there.

    Question: what happens to the loss if the sign flips, w <- w + lr dL/dw?
    Answer: you climb. In the example w = -1 and b = -0.6 after one step, and the loss
    goes from 10 to 28.26. With each step it grows faster.

    Question: at the bottom the gradient is 0. Is the loss 0 too?
    Answer: only if a line goes through all points. Most data scatter. Then the best
    line still has errors, but no small change makes them less.

What to do
----------
Write the functions from top to bottom. Each may call those above it. "By hand" means:
no autograd and no `torch.optim`, just the formula. Every result has the dtype of the
input and lives on its device. No function changes its inputs: not their values, not
`requires_grad`, not `.grad`.

    function             points   minutes
    ------------------   ------   -------
    gradient_of_square       11        10
    partial_gradients        16        12
    linear_model              8         4
    mse_loss                 15         6
    mse_gradients            14        15
    gradient_step            12         5
    fit_line                 15        15
    diverges                  9         8

`grade exercise2` gives the points, and `grade hint exercise2 mse_loss` a hint.
`python -m doctest exercises/exercise2.py` runs the examples of this page with your
functions; silence means that all agree. `python exercises/exercise2.py` puts them to
work: how many points does one more hour of study bring?

Sources
-------
- Autograd: https://docs.pytorch.org/docs/stable/notes/autograd.html
- torch.autograd.grad:
  https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html
- The end of Variable:
  https://pytorch.org/blog/pytorch-0_4_0-migration-guide/
- Derivative rules: https://en.wikipedia.org/wiki/Differentiation_rules
- Matrix product: https://en.wikipedia.org/wiki/Matrix_multiplication
- Greek letters: https://en.wikipedia.org/wiki/Greek_alphabet
- S. Ruder, An overview of gradient descent optimization algorithms (2016):
  https://arxiv.org/abs/1609.04747
"""

import math
from collections.abc import Callable, Sequence

import torch


def gradient_of_square(x: torch.Tensor) -> torch.Tensor:
    """Derivative of z = sum((x + 2)^2) by x. Let autograd find it.

    Args:
        x: any shape, with or without `requires_grad`; it is left as it was, without a
            `.grad`.

    Returns:
        dz/dx, same shape and dtype as x.

    Example:
        >>> gradient_of_square(torch.tensor([1.0, 3.0]))
        tensor([ 6., 10.])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html
    """
    raise NotImplementedError("Exercise 2: write gradient_of_square")


def partial_gradients(
    f: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    x: torch.Tensor,
    y: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Both partial derivatives of a function of two tensors, by autograd.

    Args:
        f: called as f(x, y), returns a tensor of shape (); it uses at least one of its
            arguments.
        x: any shape; left as it was, without a `.grad`.
        y: any shape; left as it was, without a `.grad`.

    Returns:
        df/dx, shaped like x, and df/dy, shaped like y; zeros for an argument that f
        ignores.

    Example:
        >>> def f(x, y):
        ...     return (x * x * y).sum()
        >>> partial_gradients(f, torch.tensor([3.0]), torch.tensor([2.0]))
        (tensor([12.]), tensor([9.]))

    Source: https://docs.pytorch.org/docs/stable/generated/torch.autograd.grad.html
    """
    raise NotImplementedError("Exercise 2: write partial_gradients")


def linear_model(x: torch.Tensor, w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Prediction of the line for every sample: x w + b.

    Args:
        x: samples, (n, d).
        w: weights, (d, 1).
        b: bias, (1,).

    Returns:
        Predictions, (n, 1).

    Example:
        >>> x, w = torch.tensor([[1.0, 2.0]]), torch.tensor([[3.0], [-1.0]])
        >>> linear_model(x, w, torch.tensor([5.0]))
        tensor([[6.]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.matmul.html
    """
    raise NotImplementedError("Exercise 2: write linear_model")


def mse_loss(y_pred: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Mean of the squared errors.

    Args:
        y_pred: predictions, (n, 1) or any other shape.
        y: targets, of the same shape.

    Returns:
        The loss over all elements, a tensor of shape ().

    Raises:
        ValueError: the shapes differ. (n,) minus (n, 1) would silently become (n, n),
            and its mean a wrong loss.

    Example:
        >>> mse_loss(torch.tensor([[1.0], [2.0]]), torch.tensor([[3.0], [2.0]]))
        tensor(2.)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
    """
    raise NotImplementedError("Exercise 2: write mse_loss")


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
        >>> x, y = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])
        >>> mse_gradients(x, y, torch.zeros(1, 1), torch.zeros(1))
        (tensor([[-10.]]), tensor([-6.]))

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
    """
    raise NotImplementedError("Exercise 2: write mse_gradients")


def gradient_step(
    params: Sequence[torch.Tensor],
    grads: Sequence[torch.Tensor],
    lr: float,
) -> list[torch.Tensor]:
    """One step of gradient descent: p - lr * g for every parameter.

    Args:
        params: parameters, each of any shape; they are left as they were.
        grads: their gradients, in the same order and of the same shapes; left as they
            were too.
        lr: learning rate.

    Returns:
        The new parameters, in the same order.

    Example:
        >>> params = [torch.tensor([1.0]), torch.tensor([2.0])]
        >>> grads = [torch.tensor([10.0]), torch.tensor([-1.0])]
        >>> gradient_step(params, grads, lr=0.1)
        [tensor([0.]), tensor([2.1000])]

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    raise NotImplementedError("Exercise 2: write gradient_step")


def fit_line(
    x: torch.Tensor, y: torch.Tensor, lr: float = 0.1, epochs: int = 200
) -> tuple[torch.Tensor, torch.Tensor, list[float]]:
    """Fit the line to all samples by gradient descent from zeros, by hand.

    No autograd, no `torch.optim`: a loop over the functions above.

    Args:
        x: samples, (n, d), centred and of unit scale.
        y: targets, (n, 1).
        lr: learning rate.
        epochs: number of steps.

    Returns:
        w (d, 1), b (1,), and the losses: a list of `epochs` Python floats, each the
        loss *before* that epoch's step.

    Example:
        >>> x, y = torch.tensor([[1.0], [2.0]]), torch.tensor([[2.0], [4.0]])
        >>> w, b, losses = fit_line(x, y, epochs=2)
        >>> [round(loss, 2) for loss in losses]
        [10.0, 1.06]

    Source: https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
    """
    raise NotImplementedError("Exercise 2: write fit_line")


def diverges(x: torch.Tensor, y: torch.Tensor, lr: float, epochs: int = 100) -> bool:
    """Whether gradient descent at this rate runs away instead of settling.

    Args:
        x: samples, (n, d).
        y: targets, (n, 1).
        lr: learning rate.
        epochs: number of steps, at least 2.

    Returns:
        True if descent from zeros ends with a loss that is not finite or above the
        first one, else False.

    Example:
        >>> x, y = torch.tensor([[1.0], [-1.0]]), torch.tensor([[1.0], [-1.0]])
        >>> diverges(x, y, lr=0.9), diverges(x, y, lr=1.1)
        (False, True)

    Source: https://arxiv.org/abs/1609.04747
    """
    raise NotImplementedError("Exercise 2: write diverges")


if __name__ == "__main__":
    from grader.demo import draw, run_demo

    def demo() -> None:
        """Learn from sixty students how many points an hour of study brings."""
        slopes = gradient_of_square(torch.tensor([1.0, 3.0]))
        print(f"The slope of (x + 2)^2 at 1 and 3: {slopes.tolist()}")
        length, tall = torch.tensor([3.0]), torch.tensor([2.0])
        side, height = partial_gradients(lambda a, h: (a * a * h).sum(), length, tall)
        print(f"A box 3 x 3 x 2 grows by {side.item():g} for each unit of its side,")
        print(f"and by {height.item():g} for each unit of its height.")

        torch.manual_seed(0)
        hours = 10 * torch.rand(60, 1)
        points = 20 + 7 * hours + 6 * torch.randn(60, 1)
        x = (hours - hours.mean()) / hours.std()
        w, b = torch.zeros(1, 1), torch.zeros(1)
        print("\nSixty students: hours of study, and points in the exam.")
        loss = mse_loss(linear_model(x, w, b), points)
        print(f"Before learning the loss is {loss:.0f}.")
        grads = mse_gradients(x, points, w, b)
        w, b = gradient_step([w, b], grads, 0.1)
        print(f"After one step it is {mse_loss(linear_model(x, w, b), points):.0f}.")

        rates = (0.02, 0.1, 0.4)
        losses = {f"lr = {lr}": fit_line(x, points, lr, 40)[2] for lr in rates}
        draw("The loss falls", losses, "epoch", "loss")
        w, b, _ = fit_line(x, points)
        five = linear_model((torch.tensor([[5.0]]) - hours.mean()) / hours.std(), w, b)
        print(f"One more hour brings {(w / hours.std()).item():.1f} points.")
        print(f"Who studies five hours gets about {five.item():.0f}.")
        for lr in (0.5, 1.5):
            word = "runs away" if diverges(x, points, lr) else "settles"
            print(f"At a learning rate of {lr:g} descent {word}.")

    run_demo(demo)
