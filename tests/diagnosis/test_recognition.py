"""A known mistake is named when it explains every failing check of its function and contradicts none; else silence."""

from __future__ import annotations

from collections.abc import Mapping

import made_run as made
import pytest
import torch

from grader.diagnosis.known import Misconception
from grader.diagnosis.recognition import NAMED_LIMIT, recognise
from grader.kit.check_run import CheckRun
from grader.outcome import Status
from grader.session.exchange import Reply

Replies = Mapping[tuple[str, str], Reply]


class FakeTwin:
    """Answers as a twin would: `replies` maps (check, misconception) to what the misconception gives."""

    def __init__(self, replies: Replies) -> None:
        self.replies, self.asked = replies, []

    def rerun(self, run: CheckRun, misconception: Misconception) -> CheckRun:
        """The check, failed with the reply that stands for the misconception."""
        self.asked.append((run.name, misconception.name))
        reply = self.replies[run.name, misconception.name]
        ended = None if reply is made.PASSED else made.stopped()
        return made.run(run.name, run.function, ended, (reply,))


def failing(name: str, value: object, function: str = "f") -> CheckRun:
    """A check that failed on a value."""
    return made.run(name, function, made.stopped(), (made.reply(value),))


def names(runs: list[CheckRun], known: list[Misconception], replies: Replies) -> dict[str, list[str]]:
    """The names found for each check."""
    found = recognise(runs, known, FakeTwin(replies).rerun)
    return {check: [entry.name for entry in entries] for check, entries in found.items()}


def test_a_mistake_that_explains_every_failing_check_is_named_on_each() -> None:
    """On values."""
    runs = [failing("a", 2.0), failing("b", 3.0)]
    replies = {("a", "double"): made.reply(2.0), ("b", "double"): made.reply(3.0)}

    assert names(runs, [made.misconception("double", "a", "b")], replies) == {"a": ["double"], "b": ["double"]}


def test_a_mistake_that_leaves_a_failing_check_unexplained_is_silent() -> None:
    """It gives another value there."""
    runs = [failing("a", 2.0), failing("b", 3.0)]
    replies = {("a", "double"): made.reply(2.0), ("b", "double"): made.reply(7.0)}

    assert names(runs, [made.misconception("double", "a", "b")], replies) == {}


def test_a_mistake_that_does_not_know_a_failing_check_is_not_even_tried() -> None:
    """It cannot be the whole truth."""
    twin = FakeTwin({})
    recognise([failing("a", 2.0), failing("b", 3.0)], [made.misconception("double", "a")], twin.rerun)

    assert twin.asked == []


def test_a_mistake_that_trips_a_check_which_passed_is_silent() -> None:
    """Whatever it gives in the others."""
    runs = [failing("a", 2.0), made.run("b")]
    replies = {("a", "double"): made.reply(2.0), ("b", "double"): made.reply(3.0)}

    assert names(runs, [made.misconception("double", "a", "b")], replies) == {}


def test_a_mistake_that_passes_with_these_inputs_what_it_trips_with_others_is_named() -> None:
    """One draw may not show it."""
    runs = [failing("a", 2.0), made.run("b")]
    replies = {("a", "double"): made.reply(2.0), ("b", "double"): made.PASSED}

    assert names(runs, [made.misconception("double", "a", "b")], replies) == {"a": ["double"]}


def test_a_check_of_another_function_that_passed_contradicts_nothing() -> None:
    """A caller may do without the function."""
    runs = [failing("a", 2.0), made.run("b", "caller")]

    assert names(runs, [made.misconception("double", "a", "b")], {("a", "double"): made.reply(2.0)}) == {
        "a": ["double"]
    }


def test_a_check_that_ran_out_of_time_must_be_known_too() -> None:
    """A mistake that never hangs does not explain it."""
    runs = [failing("a", 2.0), made.run("b", "f", made.stopped(Status.TIMEOUT), (Reply(Status.TIMEOUT),))]

    assert names(runs, [made.misconception("double", "a")], {("a", "double"): made.reply(2.0)}) == {}


def test_a_verdict_that_many_mistakes_share_names_none() -> None:
    """One bool cannot tell them apart."""
    known = [made.misconception("one", "a"), made.misconception("other", "a")]
    replies = {("a", "one"): made.reply(False), ("a", "other"): made.reply(False)}

    assert names([failing("a", False)], known, replies) == {}
    assert names([failing("a", False)], known[:1], replies) == {"a": ["one"]}


def test_numbers_that_several_mistakes_share_name_at_most_two() -> None:
    """The first two of the file."""
    known = [made.misconception(name, "a") for name in ("one", "two", "three")]
    value = torch.tensor([1.0, 2.0])
    replies = {("a", entry.name): made.reply(value) for entry in known}

    assert names([failing("a", value)], known, replies) == {"a": ["one", "two"]}
    assert NAMED_LIMIT == 2


def test_two_mistakes_in_two_functions_are_both_named() -> None:
    """Each by its own checks."""
    runs = [failing("a", 2.0), failing("b", 3.0, "g")]
    known = [made.misconception("one", "a"), made.misconception("other", "b", replaces="g")]
    replies = {("a", "one"): made.reply(2.0), ("b", "other"): made.reply(3.0)}

    assert names(runs, known, replies) == {"a": ["one"], "b": ["other"]}


@pytest.mark.parametrize("status", [Status.NOT_STARTED, Status.SKIPPED, Status.TIMEOUT, Status.GRADER_ERROR])
def test_what_is_no_mistake_is_not_put_to_the_twin(status: Status) -> None:
    """There is nothing to compare."""
    twin = FakeTwin({})
    recognise([made.run("a", "f", made.stopped(status))], [made.misconception("one", "a")], twin.rerun)

    assert twin.asked == []
