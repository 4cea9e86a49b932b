"""A small change of the learner's code is told when it makes every check of the function pass, and only then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import made_run as made
import pytest
import torch

from grader.diagnosis.mending.candidates import candidates
from grader.diagnosis.mending.search import Attempt, Mend, Search
from grader.diagnosis.mending.telling import told
from grader.diagnosis.mending.unit import Unit, alias, unit_of, with_change, with_variants
from grader.kit.check_run import CheckRun
from grader.kit.stopped import Evidence
from grader.outcome import Status
from grader.session.outline import outline_of
from grader.source import SourceFile

X = torch.tensor([[1.0, 2.0, 4.0], [3.0, -5.0, 7.0]])
Judge = Callable[[Any], Any]


class InProcess:
    """Tries variants here: each check is a judge, which is given the function and says what is wrong, or nothing."""

    def __init__(self, text: str, judges: dict[str, Judge]) -> None:
        self.source = SourceFile("made", text.encode(), "made.py")
        self.judges, self.tries = judges, 0

    def unit(self) -> Unit:
        """The code of f."""
        return unit_of("f", ["f"], self.source, outline_of(self.source))

    def functions(self, source: SourceFile) -> dict[str, Any]:
        """The functions of a source."""
        namespace: dict[str, Any] = {"torch": torch}
        exec(source.data.decode(), namespace)
        return namespace

    def judged(self, name: str, function: Any) -> CheckRun:
        """One check of a function."""
        try:
            message = self.judges[name](function)
        except Exception as error:
            return made.run(name, ended=made.stopped(Status.ERROR, str(error)))
        evidence = Evidence() if "verdict" in name else made.pair(torch.ones(2), torch.zeros(2))
        return made.run(name, ended=made.stopped(message=message, evidence=evidence) if message else None)

    def prepare(self, units: Sequence[Unit]) -> Attempt:
        """As the grader's, without workers."""
        functions = self.functions(with_variants(self.source, "f", units))

        def attempt(run: CheckRun, number: int) -> CheckRun:
            self.tries += 1
            return self.judged(run.name, functions[alias("f", number)])

        return attempt

    def mend(self, most_tries: int = 2000) -> Mend | None:
        """What the search finds."""
        runs = [self.judged(name, self.functions(self.source)["f"]) for name in self.judges]
        return Search(runs, self.unit(), self.prepare, most_tries).found()

    def sentence(self) -> str:
        """The search's result in words."""
        mend = self.mend()
        return told(mend, "f", self.source) if mend else ""


def gives(right: Callable[..., Any], *args: Any) -> Judge:
    """A judge that compares one call."""

    def judge(function: Any) -> str:
        got, want = function(*(arg.clone() for arg in args)), right(*args)
        same = type(got) is type(want) and torch.equal(torch.as_tensor(got), torch.as_tensor(want))
        return "" if same else "f must be right; it is not."

    return judge


@pytest.mark.parametrize(
    ("body", "right", "says"),
    [
        ("return x.sum(dim=0)", lambda x: x.sum(dim=1), "`return x.sum(dim=1)` in place of `return x.sum(dim=0)`"),
        ("return x.mean()", lambda x: x.sum(), "`return x.sum()` in place of `return x.mean()`"),
        ("return x + 1 / 2", lambda x: (x + 1) / 2, "`return (x + 1) / 2` in place of `return x + 1 / 2`"),
        ("return 1 - x", lambda x: x - 1, "`return x - 1` in place of `return 1 - x`"),
        ("return (x > 1).float()", lambda x: (x >= 1).float(), "`return (x >= 1).float()` in place"),
        ("return x.sum()", lambda x: x.sum().item(), "`return x.sum().item()` in place of `return x.sum()`"),
        ("return x[1:]", lambda x: x[0:], "in place of `return x[1:]`"),
        ("x.relu_()\n    y = x\n    return x.sign() * y", lambda x: x.sign() * x, "`x.relu_()`"),
        ("total = 0\n    for row in x:\n        total += row\n        return total", lambda x: x.sum(0), "after the block it is in"),
        ("return x + 3", lambda x: x.cumsum(0).cos(), ""),
    ],
)  # fmt: skip
def test_the_change_that_mends_is_told(body: str, right: Callable[..., Any], says: str) -> None:
    """With its line, what stands there and what was tried; nothing where no change is enough."""
    sentence = InProcess(
        f"def f(x):\n    {body}\n", {"values": gives(right, X), "others": gives(right, 2 * X.abs())}
    ).sentence()

    assert says in sentence if says else not sentence


def test_a_change_that_loses_what_was_right_is_no_mend() -> None:
    """It mends the one failing check and breaks the one that passed."""
    judges = {"ones": gives(lambda x: x + 1, torch.ones(2)), "twos": gives(lambda x: x * 3 + 1, 2 * torch.ones(2))}

    assert InProcess("def f(x):\n    return x + 1\n", judges).mend() is None


def test_two_mistakes_are_both_told() -> None:
    """The first one mends a check, the second the other."""
    judges = {
        "size": gives(lambda x: x.mean() - 1, torch.ones(1)),
        "sizes": gives(lambda x: x.mean() - 1, torch.tensor([1.0, 4.0])),
    }

    sentence = InProcess("def f(x):\n    whole = x.sum()\n    return whole + 1\n", judges).sentence()

    assert (
        sentence.startswith("With two changes every check of f passes. Line ")
        and "whole - 1" in sentence
        and "x.mean()" in sentence
    )


def test_what_mends_one_check_of_several_says_so() -> None:
    """The other check asks for something that no small change gives."""
    judges = {
        "sum": gives(lambda x: x.sum(), X),
        "text": lambda function: "" if function("a") == 7 else "f must know letters; it does not.",
    }

    mend = InProcess("def f(x):\n    return x.mean()\n", judges).mend()

    assert mend is not None and not mend.is_whole and mend.checks == ("sum",)


def test_a_verdict_that_turns_alone_is_no_mend() -> None:
    """Many wrong changes turn a yes into a no."""
    judges = {
        "verdict": lambda function: "f must be small; it is not." if function(X) > 3 else "",
        "text": lambda function: "" if function("a") == 7 else "f must know letters; it does not.",
    }

    assert InProcess("def f(x):\n    return x.sum()\n", judges).mend() is None


def test_a_mistake_in_a_helper_is_told_by_the_helpers_line() -> None:
    """A function without checks of its own is part of those that call it."""
    text = "def half(x):\n    return x / 3\n\n\ndef f(x):\n    return half(x) + 1\n"

    assert "line 2: " in InProcess(text, {"values": gives(lambda x: x / 2 + 1, X)}).sentence()


def test_a_search_that_only_meets_endless_loops_ends() -> None:
    """After three of them, whatever is left to try."""

    class Endless(InProcess):
        def judged(self, name: str, function: Any) -> CheckRun:
            return made.run(name, ended=made.stopped(Status.TIMEOUT))

    endless = Endless("def f(x):\n    return x + 1 + 2 + 3\n", {"values": gives(lambda x: x, X)})

    assert endless.mend() is None and endless.tries == 3


def test_no_more_is_tried_than_allowed() -> None:
    """A class can afford less than a learner."""
    short = InProcess("def f(x):\n    return x + 1 + 2 + 3\n", {"values": gives(lambda x: x.exp(), X)})

    assert short.mend(most_tries=5) is None and short.tries == 5


CODE = '''
@torch.no_grad()
def f(net, x, lr=0.1, *, keep=True):
    """What it does: é."""
    total, seen = -1.5, [0]
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    for index in range(len(x)):
        loss = (net(x[index:, 0]) @ x.T - 2 ** 3).mean(dim=0, keepdim=True)
        if not keep and loss > 1e-9 or index == -1:
            total += loss.sqrt() + 1e-8
        loss.backward()
        optimizer.step()
    return total / len(x), (
        seen[0],
    )
'''


def test_every_change_keeps_the_lines_of_what_follows() -> None:
    """Lines are told as they stand in the learner's file, also for a second change."""
    source = SourceFile("made", CODE.encode(), "made.py")
    unit = unit_of("f", ["f"], source, outline_of(source))
    lines = unit[0].data.count(b"\n")

    changed = [with_change(unit, index, change)[0].data.count(b"\n") for index, change in candidates(unit)]

    assert len(changed) > 200 and set(changed) == {lines}


def test_changes_are_python_but_for_a_few() -> None:
    """What is not is left out before anything is tried."""
    source = SourceFile("made", CODE.encode(), "made.py")
    unit = unit_of("f", ["f"], source, outline_of(source))

    def is_python(data: bytes) -> bool:
        try:
            compile(data, "made.py", "exec")
        except SyntaxError:
            return False
        return True

    good = [is_python(with_change(unit, index, change)[0].data) for index, change in candidates(unit)]

    assert sum(good) > 0.97 * len(good)
