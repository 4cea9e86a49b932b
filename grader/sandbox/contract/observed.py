"""What a recorder saw, as data: it crosses the pipe and is judged on the other side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Observed:
    """What ran.

    Attributes:
        functions: names of torch functions and Tensor methods, bare ("sigmoid", "add_"), each once, in order; those of
            other libraries with the library's name ("numpy.tanh").
        operators: names of ATen operators ("_softmax", "nll_loss_forward"), likewise.
        backward_passes: backward, grad, jacobian and their like, forward-mode differentiation too.
        custom_functions: calls of a `torch.autograd.Function` that was not PyTorch's own.
        optimizer_steps: steps of optimizers derived from `torch.optim.Optimizer`.
    """

    functions: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    backward_passes: int = 0
    custom_functions: int = 0
    optimizer_steps: int = 0
