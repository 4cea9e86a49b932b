"""The recorder counts every way to use autograd and torch.optim, and nothing that only looks like one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from hearing import X, heard, script
from torch import nn
from torch.autograd import grad as grad_imported_before

from grader.sandbox.inside.recorder import Recorder


class Square(torch.autograd.Function):
    """A Function such as a learner might write."""

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
        """x squared."""
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> torch.Tensor:
        """2x."""
        (x,) = ctx.saved_tensors
        return 2 * x * gradient


square_kept_before = Square.apply


def scripted_backward(x: torch.Tensor) -> torch.Tensor:
    """For TorchScript."""
    loss = (x * x).sum()
    loss.backward()
    return loss


def leaf() -> torch.Tensor:
    """A tensor to differentiate by."""
    return X.clone().requires_grad_()


@pytest.mark.filterwarnings("ignore:.torch.jit")
@pytest.mark.parametrize(
    "act",
    [
        lambda: leaf().sum().backward(),
        lambda: torch.autograd.backward(leaf().sum()),
        lambda: grad_imported_before((x := leaf()).sum(), x),
        lambda: torch.autograd.Variable._execution_engine.run_backward(
            ((x := leaf()).sum(),), (torch.ones(()),), False, False, (x,), allow_unreachable=True, accumulate_grad=False
        ),
        lambda: torch.autograd.functional.jacobian(lambda x: x.sum(), X),
        lambda: torch.func.grad(lambda x: x.sum())(X),
        lambda: torch.func.vjp(lambda x: x.sum(), X)[1](torch.ones(())),
        lambda: torch.func.jvp(lambda x: x**2, (X,), (X,)),
        lambda: torch.func.jacfwd(lambda x: x.sum())(X),
        lambda: script(scripted_backward)(leaf()),
    ],
)
def test_every_way_to_differentiate_is_counted(act: Callable[[], Any]) -> None:
    """Backward, grad, the engine itself, jacobian, torch.func, forward mode, TorchScript."""
    assert heard(act).backward_passes == 1


def test_backward_passes_are_counted() -> None:
    """Three are three."""
    assert heard(lambda: [leaf().sum().backward() for _ in range(3)]).backward_passes == 3


@pytest.mark.parametrize(
    "act",
    [
        lambda: (leaf() ** 2).sum(),
        lambda: torch.no_grad()(X.exp)(),
        lambda: torch.autograd.Variable(X, requires_grad=True),
        lambda: leaf().detach(),
    ],
)
def test_a_graph_alone_is_no_backward_pass(act: Callable[[], Any]) -> None:
    """Building a graph, no_grad and Variable count for nothing."""
    observed = heard(act)

    assert (observed.backward_passes, observed.custom_functions, observed.optimizer_steps) == (0, 0, 0)


def test_own_methods_named_backward_and_step_are_not_counted() -> None:
    """Names of a learner's own methods mean nothing."""

    class Layer:
        def backward(self, gradient: torch.Tensor) -> torch.Tensor:
            return gradient * 2

        def step(self) -> torch.Tensor:
            return X - 0.1 * self.backward(X)

    observed = heard(Layer().step)

    assert (observed.backward_passes, observed.optimizer_steps) == (0, 0)
    assert "backward" not in observed.functions


def test_a_backward_pass_after_the_block_is_not_heard() -> None:
    """The cotangent that the grader sends through the learner's graph later is not the learner's doing."""
    with Recorder() as recorder:
        result = torch.exp(leaf()).sum()
    result.backward()

    assert recorder.observed.backward_passes == 0
    assert "mul" not in recorder.observed.operators


def test_custom_functions_are_counted() -> None:
    """By class, by an `apply` kept before, and when the class is made inside the block."""

    def made_inside() -> torch.Tensor:
        class Double(torch.autograd.Function):
            @staticmethod
            def forward(ctx: Any, x: torch.Tensor) -> torch.Tensor:
                return x + x

        return Double.apply(X)

    for act in (lambda: Square.apply(X), lambda: square_kept_before(leaf()), made_inside):
        assert heard(act).custom_functions == 1


def test_a_custom_function_works_as_before() -> None:
    """Its values and gradients are right inside the block, and the class is itself again after it."""
    forward = vars(Square)["forward"]
    with Recorder():
        x = leaf()
        Square.apply(x).sum().backward()

    assert torch.equal(x.grad, 2 * X)
    assert vars(Square)["forward"] is forward


@pytest.mark.parametrize("optimizer_class", [torch.optim.SGD, torch.optim.Adam])
def test_optimizer_steps_are_counted(optimizer_class: type[torch.optim.Optimizer]) -> None:
    """Two steps are two, whichever optimizer; making one is none."""
    weight = nn.Parameter(torch.ones(2))
    weight.grad = torch.ones(2)
    optimizer = optimizer_class([weight], lr=0.1)

    assert heard(lambda: optimizer_class([weight], lr=0.1)).optimizer_steps == 0
    assert heard(lambda: (optimizer.step(), optimizer.step())).optimizer_steps == 2


def test_torch_is_as_before_afterwards() -> None:
    """The engine and the Function class are PyTorch's own again."""
    engine = torch.autograd.Variable._execution_engine
    initialise = torch.autograd.function.FunctionMeta.__init__
    heard(lambda: leaf().sum().backward())

    assert torch.autograd.Variable._execution_engine is engine
    assert torch.autograd.function.FunctionMeta.__init__ is initialise
