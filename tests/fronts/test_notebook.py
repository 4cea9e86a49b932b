"""`%grade` and `%%grade`: what a session has defined is graded by another process, and shown as HTML and as text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.command.learner.submitted import Submitted
from grader.courses import built_in
from grader.drawings.curves import Curve, Line
from grader.fronts.rich import AtWork, Result
from grader.fronts.session import names_defined, source_of
from grader.outcome import CheckOutcome, Grade, Status
from grader.source import SourceFile

COURSE = built_in()
ROOT = Path(__file__).resolve().parents[2]
EXECUTE = """
import sys, nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, timeout=300, kernel_name="python3", allow_errors=True).execute()
nbformat.write(notebook, sys.argv[1])
"""
CELLS = (
    "%load_ext grader",
    "import torch",
    "def accuracy(predicted, y):\n    return (predicted == y).float().mean().item()\nopen('trace', 'a').write('x')",
    "%%grade exercise3\ndef classify(x, w, b, threshold=0.5):\n    print('seen')\n    return torch.zeros(len(x), 1)",
    "%grade exercise3 --check accuracy_is_share",
    "classify(torch.ones(1, 1), 0, 0)",
    "%%grade exercise3\nx = 1",
    "%grade exercise99",
    "%%grade exercise3\ndef classify(:",
)


def text_of(cell: dict[str, Any]) -> str:
    """Everything that a cell shows, as text."""
    shown = [
        output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue", "")
        for output in cell["outputs"]
    ]
    return "\n".join("".join(part) for part in shown)


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The cells of a real notebook, executed by a real kernel."""
    folder = tmp_path_factory.mktemp("notebook")
    made = [
        {"cell_type": "code", "id": f"c{n}", "source": text, "outputs": [], "execution_count": None, "metadata": {}}
        for n, text in enumerate(CELLS)
    ]
    file = folder / "mine.ipynb"
    file.write_text(json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "AUTOGRADUS_WARM": "0", "IPYTHONDIR": str(folder / "ip")}
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(file)], cwd=folder, env=environment, capture_output=True, text=True, timeout=400
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    cells = json.loads(file.read_text())["cells"]
    cells[2]["trace"] = (folder / "trace").read_text()
    return list(cells)


def test_a_cell_is_graded_where_it_stands(executed: list[dict[str, Any]]) -> None:
    """Its functions alone; the failure names cell and line and what was printed; it is HTML too."""
    said = text_of(executed[3])
    data = executed[3]["outputs"][-1]["data"]

    assert "notebook, cell 4, line 2: classify failed" in said
    assert "sigmoid" not in said and "accuracy" not in said and "seen" in said
    assert "of the checks that ran" in said
    assert "<table>" in "".join(data["text/html"])


def test_a_session_is_graded_without_running_it_again(executed: list[dict[str, Any]]) -> None:
    """What earlier cells define is there; a cell's work was done once, in the notebook."""
    assert "Score 5/5 of the checks that ran" in text_of(executed[4])
    assert executed[2]["trace"] == "x"


def test_a_graded_cell_has_run_in_the_notebook_too(executed: list[dict[str, Any]]) -> None:
    """Its names are there for the next cell."""
    assert "tensor([[0.]])" in text_of(executed[5])


def test_what_cannot_be_graded_is_said_in_one_sentence(executed: list[dict[str, Any]]) -> None:
    """No traceback of ours."""
    assert "must define a function of exercise3" in text_of(executed[6])
    assert "grade: There is no exercise" in text_of(executed[7])
    assert "the cell is no Python yet" in text_of(executed[8])
    assert "invalid syntax" in text_of(executed[8])


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("import math\nprint(math.pi)", "import math"),
        ("EPS = 1e-12\ndevice = torch.device('cpu')", "EPS = 1e-12\ndevice = torch.device('cpu')"),
        ("losses = fit(1)\nk = 2", "\nk = 2"),
        ("for i in range(9):\n    fit(i)\nk = 2", "\n\nk = 2"),
        ("fit(1)", ""),
        ("%time fit(1)\ndef g(): pass", "\ndef g(): pass"),
        ("@mark\ndef g():\n    fit(1)", "@mark\ndef g():\n    fit(1)"),
        ("try:\n    import a\nexcept ImportError:\n    a = None", "try:\n    import a\nexcept ImportError:\n    a = None"),
        ("%%grade exercise3\ndef g(): pass", "\ndef g(): pass"),
        ("def h(:", ""),
    ],
    ids=["a print", "names", "a training", "a loop", "a call", "a timed call", "a decorator", "a guarded import",
         "a graded cell", "no Python"],
)  # fmt: skip
def test_definitions_are_kept_and_work_is_not(cell: str, kept: str) -> None:
    """On the lines where they stand."""
    source, _ = source_of([(1, "def fit(x): return x"), (2, cell)], [])

    assert source.decode().partition("# --- cell 2 ---\n")[2].rstrip() == kept.rstrip()


def test_what_no_cell_defines_stands_there_unwritten() -> None:
    """So that it is not started instead of missing; what a cell defines comes after it and counts."""
    source, _ = source_of([(1, "def g(): return 1")], ["g", "h"])
    names: dict[str, Any] = {}
    exec(source, names)

    assert names["g"]() == 1
    with pytest.raises(NotImplementedError):
        names["h"](1, key=2)


def test_the_functions_of_a_cell_are_those_of_its_top_level() -> None:
    """Not what a function defines for itself."""
    assert names_defined("import a\ndef f():\n    def g(): pass\nclass C: pass") == ["f", "C"]


def result(*checks: CheckOutcome, **more: Any) -> Result:
    """A result of a grade made by hand."""
    given = Submitted(COURSE, SourceFile("exercise3", b"def sigmoid(z):\n    return z\n"), Path("notebook"), False)
    return Result(Grade("exercise3", 1, checks, **more), given)


def check(status: Status, **more: Any) -> CheckOutcome:
    """A check of sigmoid."""
    return CheckOutcome("s_is", "sigmoid", "sigmoid is right.", status, 0.0, 4.0, "<b>it & that</b>", **more)


def test_html_shows_what_a_learner_wrote_as_text() -> None:
    """Nothing of it becomes markup."""
    html = result(check(Status.FAILED, advice="x < y", details="call: <i>\nagain: grade"))._repr_html_()

    assert "&lt;b&gt;it &amp; that&lt;/b&gt;" in html and "x &lt; y" in html
    assert "<b>" not in html and "<i>" not in html


def test_the_loss_curve_stands_beside_the_reference() -> None:
    """As SVG with words for those who do not see it."""
    curve = Curve("loss", "epoch", "loss", (Line("yours", (0, 1), (2.0, 1.0)), Line("reference", (0, 1), (2.0, 0.5))))
    html = result(check(Status.PASSED, curves=(curve,)))._repr_html_()

    assert "<svg" in html and "<desc" in html and "Lines: yours, reference." in html


def test_progress_is_told_in_text_too() -> None:
    """While a check runs."""
    at_work = AtWork(COURSE, "exercise3", {"sigmoid": Status.PASSED})

    assert repr(at_work) == "checking exercise3 ... sigmoid passed"
    assert "<progress" in at_work._repr_html_()
