"""Mutants of deep learning: each mistake is made where it can be, and the proof tells of one that the checks let live."""

from __future__ import annotations

import ast
import dataclasses

import pytest

from grader.courses import built_in
from grader.verification.mutation.hunting import Hunt, findings, mistakes_in, mixed
from grader.verification.mutation.mistakes.catalogue import OPERATORS, mistakes_of
from grader.verification.mutation.mutants import Mutant

COURSE = built_in()
LOOP = '''"""Text."""
import torch


def fit(net, x: Tensor, y: Tensor, lr: float = 0.1, epochs: int = 3) -> list[float]:
    """Words."""
    torch.manual_seed(3)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
    net.train()
    for _ in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        rows = x.mean(dim=0, keepdim=True)
    return losses
'''
# What each of these mistakes must write into the loop.
MADE = {
    "no_zero_grad": "        loss = criterion(net(x), y)\n        pass\n        loss.backward()",
    "step_before_backward": "        optimizer.step()\n        loss.backward()\n",
    "zero_grad_after_backward": "        loss.backward()\n        optimizer.zero_grad()\n        optimizer.step()",
    "another_number_of_epochs": "range((epochs + 1)):",
    "rate_times_ten": "lr=(10 * (lr)), momentum",
    "momentum_dropped": "SGD(net.parameters(), lr=lr)\n",
    "seed_ignored": "    pass\n    optimizer =",
    "losses_as_tensors": "losses.append(loss)",
    "eval_for_train": "net.eval()\n    for",
    "no_grad_missing": "with torch.enable_grad():",
    "another_dim": "dim=1, keepdim=True",
    "keepdim_lost": "x.mean(dim=0)\n",
    "sum_for_mean": "x.sum(dim=0, keepdim=True)",
    "predictions_and_targets_swapped": "criterion(y, net(x))",
    "labels_shifted": '    """Words."""\n    y = y.roll(1, 0)\n    torch.manual_seed(3)',
}


@pytest.mark.parametrize(("operator", "text"), MADE.items(), ids=list(MADE))
def test_a_mistake_is_made(operator: str, text: str) -> None:
    """In the text, which is otherwise as it was written."""
    assert any(text in mutant.text for mutant in mistakes_of(LOOP) if mutant.operator == operator)


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.__name__)
def test_every_mistake_can_be_made_somewhere(operator: object, made_in_the_course: set[str]) -> None:
    """In a solution or an accepted file of the course; one that fits nowhere proves nothing."""
    assert operator.__name__ in made_in_the_course  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def made_in_the_course() -> set[str]:
    """The mistakes that the hunts of all exercises make."""
    return {mutant.operator for exercise in COURSE.names() for mutant in mistakes_in(COURSE, exercise)}


def test_mutants_are_python_and_no_two_are_alike() -> None:
    """Each can be loaded, and none is tried twice."""
    texts = [ast.dump(ast.parse(mutant.text)) for mutant in mistakes_of(LOOP)]

    assert len(texts) == len(set(texts)) > 25


def test_an_edit_in_a_line_with_other_letters_lands_where_it_should() -> None:
    """Syntax nodes count bytes."""
    text = 'def f(x):\n    name = "ä€"; return x.mean(dim=0), "ö"\n'

    assert [mutant.after for mutant in mistakes_of(text) if mutant.operator == "another_dim"] == [
        'name = "ä€"; return x.mean(dim=1), "ö"'
    ]


def test_mistakes_are_made_in_accepted_files_too() -> None:
    """In two of other style than the solution's."""
    assert len({mutant.file for mutant in mistakes_in(COURSE, "exercise7")}) == 3


def test_a_budget_is_shared_by_both_kinds() -> None:
    """Half of each, or what there is."""
    syntax = [Mutant("s", "f", "", str(i), "") for i in range(9)]
    mistakes = [Mutant("m", "f", "", str(i), "", is_mistake=True) for i in range(3)]

    assert [mutant.is_mistake for mutant in mixed(syntax, mistakes, 4, 1)] == [False, False, True, True]
    assert [mutant.is_mistake for mutant in mixed(syntax, mistakes, 10, 1)] == [False] * 7 + [True] * 3
    assert len(mixed(syntax, mistakes, None, 1)) == 12


def test_a_mistake_that_lives_is_a_finding() -> None:
    """However large the share that dies; an excused one is none."""
    mistake = Mutant("no_zero_grad", "fit", "optimizer.zero_grad()", "pass", "", is_mistake=True)
    hunt = Hunt("exercise3", 1000, 0, (mistake,))
    (finding,) = findings(hunt)

    assert "fit must lose a point when it makes the mistake no_zero_grad: optimizer.zero_grad()  ->  pass." in str(
        finding
    )
    assert not list(findings(dataclasses.replace(hunt, survivors=())))
