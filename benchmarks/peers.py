"""Other graders on the same files, side by side: CPU seconds a submission over ours.

Each gets the same four small tests (below), a fresh process for each file, and no sandbox. Otter-Grader, gradescope-utils and
check50 are timed where they are installed; what is absent is named, not guessed at.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from benchmarks.classes import cpu_s_in_class
from benchmarks.rounds import ROOT, Figure, python
from benchmarks.submissions import sample_of
from grader.source import SourceFile

EXERCISE = "exercise3"
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
_NAMES = ("sigmoid", "loss", "logits", "accuracy")
_OF_UNITTEST = """
import unittest

import test_plain
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

tests = [unittest.FunctionTestCase(test) for name, test in vars(test_plain).items() if name.startswith("test_")]
with open("results.json", "w") as stream:
    JSONTestRunner(stream=stream).run(unittest.TestSuite(tests))
"""
_OF_OTTER = """
import otter
import submission

print(otter.Notebook(tests_dir="tests").check_all())
"""
_OF_CHECK50 = "import check50\n" + "".join(
    f"\n\n@check50.check()\ndef {name}():\n    '''{name}'''\n    import sys\n\n    sys.path.insert(0, '.')\n"
    f"    import test_plain\n\n    test_plain.test_{name}()\n"
    for name in _NAMES
)


def _otter_test(name: str) -> str:
    case = {"code": f">>> import test_plain\n>>> test_plain.test_{name}()\n"}
    return f"test = { ({'name': name, 'points': 1, 'suites': [{'type': 'doctest', 'cases': [case]}]})!r}\n"


@dataclass(frozen=True)
class _Peer:
    """Another grader.

    Attributes:
        distribution: what is installed.
        words: of its command, after `python`; empty where nobody has written an assignment for it.
        files: what it needs beside the submission, by path.
    """

    distribution: str
    words: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


_PYTEST = _Peer("pytest", ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "test_plain.py"))
_OTHERS = (
    _Peer("gradescope-utils", ("run.py",), {"run.py": _OF_UNITTEST}),
    _Peer(
        "otter-grader", ("run.py",), {"run.py": _OF_OTTER} | {f"tests/{name}.py": _otter_test(name) for name in _NAMES}
    ),
    _Peer(
        "check50",
        ("-m", "check50", "--dev", "checks"),
        {"checks/__init__.py": _OF_CHECK50, "checks/.cs50.yml": "check50:\n  files:\n    - !include '*.py'\n"},
    ),
    _Peer("nbgrader"),
)


@dataclass(frozen=True)
class Row:
    """A grader: its CPU seconds a submission, and those over ours, file by file."""

    grader: str
    cpu_s: Figure
    over_ours: Figure


@dataclass(frozen=True)
class Peers:
    """Who was compared.

    Attributes:
        ours_cpu_s: CPU seconds a submission, over the files.
        rows: the others.
        absent: graders that are not installed here, or for which nobody has written an assignment.
    """

    ours_cpu_s: Figure
    rows: tuple[Row, ...]
    absent: tuple[str, ...]


def measured(count: int) -> Peers:
    """So many files, half of them right, by each grader."""
    sample = sample_of(EXERCISE, max(1, count // 2))
    sources = (*sample.right, *sample.wrong)
    ours = cpu_s_in_class(EXERCISE, sources)
    there = [peer for peer in (_PYTEST, *_OTHERS) if peer.words and _is_installed(peer.distribution)]
    absent = tuple(peer.distribution for peer in _OTHERS if peer not in there)
    return Peers(Figure.of(ours), tuple(_row(peer, sources, ours) for peer in there), absent)


def _row(peer: _Peer, sources: Sequence[SourceFile], ours: Sequence[float]) -> Row:
    theirs = [_cpu_s(peer, source) for source in sources]
    name = f"{peer.distribution} {metadata.version(peer.distribution)}"
    return Row(name, Figure.of(theirs), Figure.of(other / own for other, own in zip(theirs, ours, strict=True)))


def _cpu_s(peer: _Peer, source: SourceFile) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "submission.py").write_bytes(source.data)
        (folder / "test_plain.py").write_text(PLAIN_TESTS)
        for path, text in peer.files.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text)
        paths = (name, str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")]))
        return python(*peer.words, cwd=folder, PYTHONPATH=os.pathsep.join(paths)).cpu_s


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def lines(found: Peers) -> Sequence[str]:
    """The comparison as a table."""
    # Here, because the tables import this module.
    from benchmarks.tables import table

    rows = [("ours, all checks, in the sandbox", found.ours_cpu_s, "1")]
    rows += [(f"{row.grader}, four tests, no sandbox", row.cpu_s, row.over_ours) for row in found.rows]
    absent = [f"Not compared here: {', '.join(found.absent)}."] if found.absent else []
    return [*table((f"a submission of {EXERCISE}", "CPU s", "over ours"), rows), *absent]
