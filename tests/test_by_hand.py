"""What ran decides whether something was written by hand."""

from __future__ import annotations

import pytest

from grader.kit.by_hand import plain_name, violates
from grader.sandbox.contract.observed import Observed


@pytest.mark.parametrize(
    ("ran", "banned"),
    [
        ("sigmoid", "sigmoid"),
        ("sigmoid_", "sigmoid"),
        ("special_expit", "sigmoid"),
        ("sigmoid", "expit"),
        ("_softmax", "softmax"),
        ("special_softmax", "softmax"),
        ("_log_softmax", "log_softmax"),
        ("log_softmax", "LogSoftmax"),
        ("nll_loss_forward", "nll_loss"),
        ("nll_loss_nd", "NLLLoss"),
        ("cross_entropy_loss", "cross_entropy"),
        ("cross_entropy", "CrossEntropyLoss"),
        ("binary_cross_entropy_with_logits", "BCEWithLogitsLoss"),
        ("mse_loss", "MSELoss"),
        ("relu_", "ReLU"),
    ],
)
def test_every_name_of_an_operation_is_the_operation(ran: str, banned: str) -> None:
    """PyTorch's spellings are one name, seen as a function or as an operator."""
    assert violates(Observed(functions=(ran,)), (banned,), True)
    assert violates(Observed(operators=(ran,)), (banned,), True)


@pytest.mark.parametrize(
    ("ran", "banned"),
    [
        ("log_sigmoid_forward", "sigmoid"),
        ("hardsigmoid", "sigmoid"),
        ("tanh", "sigmoid"),
        ("_log_softmax", "softmax"),
        ("logsumexp", "log_softmax"),
        ("relu6", "relu"),
        ("elu", "selu"),
        ("binary_cross_entropy", "BCEWithLogitsLoss"),
    ],
)
def test_other_operations_are_fine(ran: str, banned: str) -> None:
    """A relative is not the operation itself."""
    assert violates(Observed(functions=(ran,), operators=(ran,)), (banned,), False) is None


def test_the_sentence_names_what_ran() -> None:
    """A learner reads what to leave out and what to do instead."""
    sentence = violates(Observed(operators=("_softmax",)), ("softmax",), True)

    assert sentence == "torch's own softmax ran. Build the result from other operations."


@pytest.mark.parametrize(
    ("observed", "word"),
    [
        (Observed(backward_passes=1), "autograd"),
        (Observed(custom_functions=1), "torch.autograd.Function"),
        (Observed(optimizer_steps=1), "torch.optim"),
        (Observed(backward_passes=3, optimizer_steps=3), "torch.optim"),
    ],
)
def test_autograd_counts_only_where_it_is_banned(observed: Observed, word: str) -> None:
    """The same run is fine where autograd may be used."""
    assert word in (violates(observed, (), False) or "")
    assert violates(observed, (), True) is None


def test_nothing_banned_ran() -> None:
    """No sentence."""
    assert violates(Observed(functions=("exp", "backward"), operators=("exp",)), ("sigmoid",), False) is None


def test_names_are_spelt_one_way() -> None:
    """Case and underscores do not matter."""
    assert plain_name("_log_softmax") == plain_name("LogSoftmax") == plain_name("log_softmax_") == "logsoftmax"
