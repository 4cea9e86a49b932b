"""At most two advices, the surest first, none said twice, none for what did not fail."""

from __future__ import annotations

import made_run as made
import torch

from grader.diagnosis.advice import ADVICE_LIMIT, advice
from grader.outcome import Status
from grader.session.outline import Outline

NOTHING = Outline()
X = torch.tensor([[0.5], [1.5], [-2.0]])


def test_there_are_at_most_two_advices() -> None:
    """However many mistakes fit and whatever the check says."""
    named = [made.misconception(name, "a", advice=f"{name}.") for name in ("One", "Two", "Three")]

    assert advice(made.run(ended=made.stopped(advice="Own.")), named, NOTHING) == "One. Two."
    assert ADVICE_LIMIT == 2


def test_a_checks_own_advice_stands_beside_one_mistake() -> None:
    """It is the second."""
    run = made.run(ended=made.stopped(advice="Look at clamp."))

    assert advice(run, [made.misconception("one", "a", advice="One.")], NOTHING) == "One. Look at clamp."


def test_what_was_said_is_not_said_again() -> None:
    """In nearly the same words."""
    named = [
        made.misconception("one", "a", advice="An operation in place writes into the caller's tensor: leave it out.")
    ]
    run = made.run(ended=made.stopped(advice="An operation in place (+=) writes into the caller's tensor."))

    assert advice(run, named, NOTHING) == named[0].advice


def test_numbers_speak_only_when_nobody_else_does() -> None:
    """A generic sentence is the last resort."""
    run = made.run(ended=made.stopped(evidence=made.pair(X, -X)))

    assert "opposite sign" in (advice(run, [], NOTHING) or "")
    assert advice(run, [made.misconception("one", "a", advice="One.")], NOTHING) == "One."


def test_a_sign_in_the_source_comes_before_numbers() -> None:
    """It says which line to mend."""
    run = made.run(ended=made.stopped(evidence=made.pair(X, None)), replies=(made.reply(None),))

    assert "return y" in (advice(run, [], made.outline("def f(x):\n    y = x\n")) or "")


def test_a_gradient_is_called_one() -> None:
    """Not a result."""
    run = made.run(ended=made.stopped(evidence=made.pair(X, X * 3.5, gradient_of=0)))

    assert (advice(run, [], NOTHING) or "").startswith("The gradient is exactly 3.5 times")


def test_what_passed_or_waits_gets_no_advice() -> None:
    """There is nothing to do in it."""
    assert advice(made.run(), [], NOTHING) is None
    assert advice(made.run(ended=made.stopped(Status.SKIPPED, advice="Own.")), [], NOTHING) is None


def test_nothing_known_is_nothing_said() -> None:
    """No filler."""
    assert advice(made.run(ended=made.stopped()), [], NOTHING) is None
