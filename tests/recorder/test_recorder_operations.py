"""The recorder hears what runs, under whatever name it was called, and nothing that did not run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812  # as everybody names it
from hearing import X, heard, script
from torch import nn
from torch import sigmoid as imported_before

from grader.sandbox.contract.observed import Observed
from grader.sandbox.inside.recorder import MAX_NAMES, Recorder

TARGET = torch.tensor([0, 1, 1])


def scripted_sigmoid(x: torch.Tensor) -> torch.Tensor:
    """For TorchScript."""
    return torch.sigmoid(x)


def scripted_selu(x: torch.Tensor) -> torch.Tensor:
    """For TorchScript."""
    return torch.selu(x)


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
