"""The recorder hears what runs, under whatever name it was called, and nothing that did not run."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812  # as everybody names it
from torch import nn
from torch import sigmoid as imported_before
from torch.autograd import grad as grad_imported_before

from grader.sandbox.inside.recorder import MAX_NAMES, Observed, Recorder

X = torch.linspace(-1, 1, 6).reshape(3, 2)
TARGET = torch.tensor([0, 1, 1])


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


def scripted_sigmoid(x: torch.Tensor) -> torch.Tensor:
    """For TorchScript."""
    return torch.sigmoid(x)


def scripted_selu(x: torch.Tensor) -> torch.Tensor:
    """For TorchScript."""
    return torch.selu(x)


def scripted_backward(x: torch.Tensor) -> torch.Tensor:
    """For TorchScript."""
    loss = (x * x).sum()
    loss.backward()
    return loss


def script(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function compiled by TorchScript, which PyTorch calls deprecated."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.jit.script(function)


def heard(act: Callable[[], Any]) -> Observed:
    """What is observed of the act."""
    with Recorder() as recorder:
        act()
    return recorder.observed


def leaf() -> torch.Tensor:
    """A tensor to differentiate by."""
    return X.clone().requires_grad_()


# Operations


@pytest.mark.parametrize(
    "act",
    [
        lambda: torch.sigmoid(X),
        lambda: X.sigmoid(),
        lambda: X.clone().sigmoid_(),
        lambda: torch.sigmoid_(X.clone()),
        lambda: torch.sigmoid(X, out=torch.empty(3, 2)),
        lambda: F.sigmoid(X),
        lambda: nn.Sigmoid()(X),
        lambda: torch.special.expit(X),
        lambda: torch.ops.aten.sigmoid(X),
        lambda: torch.ops.aten.sigmoid.default(X),
        lambda: getattr(torch, "sig" + "moid")(X),
        lambda: imported_before(X),
        lambda: torch.vmap(lambda row: row.sigmoid())(X),
        lambda: script(scripted_sigmoid)(X),
        lambda: nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())(X),
    ],
)
def test_sigmoid_is_heard_under_every_name(act: Callable[[], Any]) -> None:
    """Function, method, in place, module, special, operator, by getattr, imported before, mapped, scripted."""
    assert any(name.strip("_") == "sigmoid" for name in heard(act).operators)


@pytest.mark.parametrize(
    "act",
    [
        lambda: torch.tanh(X),
        lambda: F.logsigmoid(X),
        lambda: F.softplus(X),
        lambda: F.hardsigmoid(X),
        lambda: F.silu(X),
        lambda: 1 / (1 + torch.exp(-X)),
        lambda: F.binary_cross_entropy_with_logits(X, X),
    ],
)
def test_sigmoid_is_not_heard_where_it_did_not_run(act: Callable[[], Any]) -> None:
    """Relatives with names of their own are not taken for it."""
    observed = heard(act)

    assert not {"sigmoid", "sigmoid_", "expit", "special_expit"} & {*observed.functions, *observed.operators}


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (lambda: F.softmax(X, 1), "_softmax"),
        (lambda: X.softmax(1), "_softmax"),
        (lambda: torch.special.softmax(X, 1), "_softmax"),
        (lambda: F.softmin(X, 1), "_softmax"),
        (lambda: nn.Softmax(1)(X), "_softmax"),
        (lambda: F.log_softmax(X, 1), "_log_softmax"),
        (lambda: F.cross_entropy(X, TARGET), "nll_loss_forward"),
        (lambda: F.nll_loss(X, TARGET), "nll_loss_forward"),
        (lambda: F.relu(X), "relu"),
        (lambda: F.relu_(X.clone()), "relu_"),
        (lambda: nn.ReLU()(X), "relu"),
        (lambda: X.tanh(), "tanh"),
        (lambda: F.selu(X), "selu"),
        (lambda: script(scripted_selu)(X), "selu"),
        (lambda: F.binary_cross_entropy_with_logits(X, X), "binary_cross_entropy_with_logits"),
        (lambda: nn.BCEWithLogitsLoss()(X, X), "binary_cross_entropy_with_logits"),
        (lambda: F.mse_loss(X, X), "mse_loss"),
        (lambda: nn.MSELoss()(X, X), "mse_loss"),
    ],
)
def test_operators_are_heard(act: Callable[[], Any], name: str) -> None:
    """What an operation ends in is heard whichever way it was called."""
    assert name in heard(act).operators


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (lambda: F.cross_entropy(X, TARGET), "cross_entropy"),
        (lambda: nn.CrossEntropyLoss()(X, TARGET), "cross_entropy"),
        (lambda: torch.ops.aten.cross_entropy_loss(X, TARGET), "cross_entropy_loss"),
        (lambda: F.log_softmax(X, 1), "log_softmax"),
        (lambda: nn.SELU()(X), "selu"),
        (lambda: F.softmin(X, 1), "softmin"),
    ],
)
def test_functions_are_heard_by_their_own_name(act: Callable[[], Any], name: str) -> None:
    """Operations that have no operator of their own are heard as functions."""
    assert name in heard(act).functions


def test_clamp_is_not_relu() -> None:
    """Other ways to the same numbers are other operations."""
    for act in (lambda: X.clamp(min=0), lambda: torch.maximum(X, torch.zeros(())), lambda: F.elu(X)):
        assert not {"relu", "relu_", "selu"} & {*heard(act).functions, *heard(act).operators}


def test_nothing_ran() -> None:
    """An empty block leaves nothing."""
    assert heard(lambda: None) == Observed()


def test_names_are_heard_once_and_in_order() -> None:
    """A loop does not repeat them."""
    observed = heard(lambda: [X.exp().log() for _ in range(3)])

    assert observed.functions == observed.operators == ("exp", "log")


def test_the_number_of_names_is_limited() -> None:
    """However many there are, no more than the limit is kept."""
    recorder = Recorder()
    for number in range(2 * MAX_NAMES):
        recorder.note_function(type("Named", (), {"__name__": f"name{number}" * 50})())

    assert len(recorder.observed.functions) == MAX_NAMES
    assert max(map(len, recorder.observed.functions)) <= 80


def test_values_are_unchanged() -> None:
    """Listening changes no number."""
    with Recorder():
        inside = F.cross_entropy(X, TARGET)

    assert torch.equal(inside, F.cross_entropy(X, TARGET))


def test_an_error_passes_through_and_stops_the_listening() -> None:
    """The learner's exception comes out as it was; nothing listens any more."""
    recorder = Recorder()
    with pytest.raises(ZeroDivisionError), recorder:
        _ = 1 // 0
    X.exp()

    assert recorder.observed == Observed()


# Autograd


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
