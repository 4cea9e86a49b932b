"""Other ways to grade the same files, side by side: CPU seconds a submission over ours.

Plain pytest runs tests like those of a first assignment, in a fresh process for each file and without a sandbox. Otter-Grader,
nbgrader, gradescope-utils and check50 are looked for; what is not installed is named, not guessed at.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmarks.classes import cpu_s_in_class
from benchmarks.rounds import ROOT, Figure, python
from benchmarks.submissions import sample_of
from grader.source import SourceFile

EXERCISE = "exercise3"
OTHERS = ("otter-grader", "nbgrader", "gradescope-utils", "check50")
# A handful of what the checks of this exercise ask; no gradients, dtypes, devices or large scores.
PLAIN_TESTS = """
import submission
import torch

P, Y = torch.tensor([[0.3], [0.9]]), torch.tensor([[0.0], [1.0]])


def test_sigmoid():
    assert torch.allclose(submission.sigmoid(torch.tensor([0.0, 2.0])), torch.sigmoid(torch.tensor([0.0, 2.0])))


def test_loss():
    assert torch.allclose(submission.binary_loss(P, Y), torch.nn.functional.binary_cross_entropy(P, Y))


def test_logits():
    found = submission.binary_loss_with_logits(P, Y)
    assert torch.allclose(found, torch.nn.functional.binary_cross_entropy_with_logits(P, Y))


def test_accuracy():
    assert submission.accuracy(P, Y) == 1.0
"""


@dataclass(frozen=True)
class Peers:
    """Who was compared.

    Attributes:
        ours_cpu_s, pytest_cpu_s: CPU seconds a submission, over the files.
        pytest_over_ours: the ratio, file by file.
        absent: graders that are not installed here.
        untried: graders that are installed, whose assignments nobody has written yet.
    """

    ours_cpu_s: Figure
    pytest_cpu_s: Figure
    pytest_over_ours: Figure
    absent: tuple[str, ...]
    untried: tuple[str, ...]


def measured(count: int) -> Peers:
    """So many files, half of them right, by each grader."""
    sample = sample_of(EXERCISE, max(1, count // 2))
    sources = (*sample.right, *sample.wrong)
    ours = cpu_s_in_class(EXERCISE, sources)
    plain = [_plain_cpu_s(source) for source in sources]
    there = {name for name in OTHERS if _is_installed(name)}
    return Peers(
        Figure.of(ours),
        Figure.of(plain),
        Figure.of(other / own for other, own in zip(plain, ours, strict=True)),
        tuple(name for name in OTHERS if name not in there),
        tuple(sorted(there)),
    )


def _plain_cpu_s(source: SourceFile) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "submission.py").write_bytes(source.data)
        (folder / "test_plain.py").write_text(PLAIN_TESTS)
        words = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "test_plain.py")
        return python(*words, cwd=folder, PYTHONPATH=f"{name}{os.pathsep}{ROOT}").cpu_s


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def lines(found: Peers) -> Sequence[str]:
    """The comparison in words."""
    absent = f" Not installed here: {', '.join(found.absent)}." if found.absent else ""
    return [
        f"a submission of {EXERCISE}: ours {found.ours_cpu_s} CPU s; plain pytest, four tests, no sandbox "
        f"{found.pytest_cpu_s} CPU s, {found.pytest_over_ours} times ours.{absent}"
    ]
