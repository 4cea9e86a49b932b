"""One file of the hostile corpus: what its first lines promise, how it is graded, and what must not be found afterwards.

Import it from a test; pytest finds it beside `conftest.py`.
"""

from __future__ import annotations

import ast
import glob
import json
import os
import platform
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.grading.grade import Plan, grade
from grader.outcome import Grade, Status
from grader.sandbox.cleanup import occupants
from grader.sandbox.contract.limits import Limits
from grader.sandbox.factory import WorkerFactory
from grader.session.worker_session import NOTICES_LIMIT, PRINTED_LIMIT
from grader.source import SourceFile

ROOT = Path(__file__).resolve().parents[1]
CORPUS = Path(__file__).with_name("hostile")
EXERCISE = "exercise3"
CHECKS = "loss_matches_definition"
BYSTANDER = "accuracy_is_share"
MARK = "hostile"
FIELD = re.compile(r"^(attacks|checks|before|limits|says|needs|machine): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A hostile file and what its docstring promises.

    Attributes:
        path: the file; the name of its folder is the status that the attacked checks must end with.
        whole: whether the attack concerns the whole module, so that every check shares the status.
        checks: checks of the attacked function.
        before: checks that run first and are not judged.
        limits: of each request.
        says: a pattern that the message of each attacked check must contain, or an empty text.
        needs: a layer without which the attack proves nothing, or an empty text.
        machine: the architecture whose system call numbers it uses, or an empty text.
    """

    path: Path
    whole: bool
    checks: tuple[str, ...]
    before: tuple[str, ...]
    limits: Limits | None
    says: str
    needs: str
    machine: str

    @property
    def status(self) -> str:
        """What the attacked checks must end with."""
        return self.path.parent.name

    @property
    def id(self) -> str:
        """Name for the test."""
        return f"{self.status}-{self.path.stem}"

    def excuse(self, layers: Mapping[str, Any]) -> str:
        """Why it cannot be tried here, or an empty text."""
        if self.machine and platform.machine() != self.machine:
            return f"it uses system call numbers of {self.machine}"
        return f"no {self.needs} here" if self.needs and self.needs not in layers["on"] else ""


def read_case(path: Path) -> Case:
    """The case of a file; AssertionError when its first lines do not say what it tries and what must happen."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    fields = dict(FIELD.findall(text))
    assert text.partition("\n\nMust: ")[2] and "attacks" in fields, f"{path} must begin as hostile/README.md says"
    numbers = [part.split("=") for part in fields.get("limits", "").split()]
    limits = {name: float(value) if name.endswith("_s") else int(value) for name, value in numbers}
    return Case(
        path=path,
        whole=fields["attacks"] == "module",
        checks=tuple(fields.get("checks", CHECKS).split()),
        before=tuple(fields.get("before", "").split()),
        limits=Limits(**limits) if limits else None,
        says=fields.get("says", ""),
        needs=fields.get("needs", ""),
        machine=fields.get("machine", ""),
    )


def cases() -> list[Case]:
    """The whole corpus."""
    return [read_case(path) for path in sorted(CORPUS.glob("*/*.py"))]


@dataclass(frozen=True)
class Canaries:
    """Files of the grader's user outside of every scratch folder, and what an attacker is told about the machine."""

    files: Mapping[Path, tuple[str, int, int, int]]
    other: Path
    known: Mapping[str, str] = field(default_factory=dict)

    def told(self, text: str) -> str:
        """The text with `@name@` replaced by what it stands for: attackers are given what they might guess."""
        return re.sub(r"@(\w+)@", lambda found: self.known.get(found[1], found[0]), text)

    def problems(self, factory: WorkerFactory) -> list[str]:
        """What has changed, and what was left behind."""
        found = [f"{file} has changed" for file, facts in self.files.items() if facts_of(file) != facts]
        found += [f"{name} was made" for name in marked_files()]
        scratch = glob.glob(f"{tempfile.gettempdir()}/autogradus-scratch-{os.getpid()}-*")
        found += [f"{folder} was left" for folder in scratch if folder != str(self.other.parent)]
        template = factory.source.pid  # type: ignore[attr-defined]  # on Linux every source is a template
        found += [f"process {pid} was left" for pid in occupants(group=template) if pid != template]
        return found + [f"process {name} was left" for name in marked_processes()]


def facts_of(file: Path) -> tuple[str, int, int, int]:
    """Content, mode, names and time of a file."""
    facts = file.stat()
    return file.read_text("utf-8"), facts.st_mode, facts.st_nlink, facts.st_mtime_ns


def places() -> list[Path]:
    """Folders that the grader's user can write to and a worker must not."""
    folders = [Path.home(), Path(tempfile.gettempdir()), Path("/dev/shm"), ROOT]
    return [folder for folder in folders if os.access(folder, os.W_OK)]


def marked_files() -> list[str]:
    """Files with the names that attackers give to what they plant."""
    import torch

    packages = str(Path(torch.__file__).parents[1])
    folders = [*map(str, places()), "/tmp", packages, f"{ROOT}/tests", f"{ROOT}/grader/checks", f"{ROOT}/.git"]
    names = (name for folder in folders for name in glob.glob(f"{glob.escape(folder)}/{MARK}-*"))
    return sorted(set(names))


def marked_processes() -> list[str]:
    """Processes with the names that attackers give to their own."""
    found = []
    for file in glob.glob("/proc/[0-9]*/comm"):
        try:
            name = Path(file).read_text("utf-8", "replace").strip()
        except OSError:
            continue
        found += [name] if name.startswith(f"{MARK}-") else []
    return found


def lay_canaries(factory: WorkerFactory) -> Iterator[Canaries]:
    """Put canaries down; they are taken away at the end."""
    files = [folder / f".autogradus-canary-{os.getpid()}" for folder in places()]
    other = Path(tempfile.mkdtemp(prefix=f"autogradus-scratch-{os.getpid()}-")) / f"{EXERCISE}.py"
    other.parent.chmod(0o755)
    try:
        for file in (*files, other):
            file.write_text("a canary, not to be read or changed\n")
            file.chmod(0o644)
        known = {
            "checkout": str(ROOT), "home": str(Path.home()), "temp": tempfile.gettempdir(), "other": str(other),
            "canaries": ":".join(map(str, files)), "grader_pid": str(os.getpid()),
            "template_pid": str(factory.source.pid),  # type: ignore[attr-defined]  # as above
        }  # fmt: skip
        yield Canaries({file: facts_of(file) for file in (*files, other)}, other, known)
    finally:
        for file in (*files, other):
            file.unlink(missing_ok=True)
        other.parent.rmdir()


def grade_case(factory: WorkerFactory, case: Case, canaries: Canaries, **changes: Any) -> Grade:
    """Grade the solution with the case's text after it: the attacked checks, those before them, and a bystander."""
    solution = (ROOT / "solutions" / f"{EXERCISE}.py").read_text("utf-8")
    text = f"{solution}\n\nright = binary_loss\n\n\n{canaries.told(case.path.read_text('utf-8'))}"
    only = frozenset((*case.before, *case.checks, BYSTANDER))
    plan = Plan(seed=1, only=only, limits=case.limits, diagnose=case.status == "failed")
    source = SourceFile(EXERCISE, text.encode(), f"{EXERCISE}.py")
    return grade(factory, EXERCISE, source, Plan(**{**vars(plan), **changes}))


def verdicts(case: Case, grade: Grade) -> list[str]:
    """In which ways the checks ended otherwise than the case promises."""
    found = []
    for check in grade.checks:
        attacked = check.name in case.checks or (case.whole and check.name == BYSTANDER)
        wanted = case.status if attacked else check.status if check.name in case.before else Status.PASSED
        points = check.max_points if wanted == Status.PASSED else 0.0
        told = f"{check.name}: {check.status}, {check.points:g} points: {check.message}"
        if check.status != wanted or (check.points != points and check.name not in case.before):
            found.append(f"{wanted} was expected; {told}")
        if attacked and not re.search(case.says, check.message):
            found.append(f"{case.says!r} was expected in the message; {told}")
    return found if len(grade.checks) > len(case.checks) else [*found, "checks are missing"]


def report_problems(grade: Grade, layers: Mapping[str, Any], validate: Callable[[Any], None]) -> list[str]:
    """What is wrong with the report as a whole, whatever the verdicts are."""
    report = grade.to_json()
    text = json.dumps(report, ensure_ascii=False).encode()
    validate(json.loads(text))
    found = ["a fault of the grader is reported"] if grade.at_fault else []
    found += ["another level of isolation is reported"] if grade.isolation != layers else []
    found += ["too many notices"] if len(grade.notices) > NOTICES_LIMIT else []
    found += ["too much printed text"] if len(grade.printed) > PRINTED_LIMIT else []
    return found + (["the report is too long"] if len(text) > 100_000 else [])
