"""The hostile corpus: every file ends with the status of its folder, forges no point and leaves nothing behind."""

from __future__ import annotations

import json
import os
import pwd
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hostile_case import (
    BYSTANDER,
    CORPUS,
    EXERCISE,
    ROOT,
    Canaries,
    Case,
    cases,
    grade_case,
    lay_canaries,
    read_case,
    report_problems,
    verdicts,
)

from grader.courses import built_in
from grader.grading.grade import Plan, grade
from grader.outcome import Status
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.host import replace_worker_source
from grader.source import SourceFile

COURSE = built_in()

MINIMUM = 80
NOBODY = 65534
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the lockdown is for Linux")


@pytest.fixture(scope="module")
def hostile_factory() -> Iterator[WorkerFactory]:
    """Workers from a template in a new interpreter: this process holds checks and the corpus already."""
    with WorkerFactory(COURSE.modules_needed(EXERCISE), first=replace_worker_source) as factory:
        yield factory


@pytest.fixture(scope="module")
def canaries(hostile_factory: WorkerFactory) -> Iterator[Canaries]:
    """Files in home, temp, shared memory and the checkout."""
    yield from lay_canaries(hostile_factory)


def solution_grade(factory: WorkerFactory) -> Any:
    """The grade of an honest submission, of one cheap check."""
    data = (ROOT / "solutions" / f"{EXERCISE}.py").read_bytes()
    return grade(factory, EXERCISE, SourceFile(EXERCISE, data), Plan(seed=1, only=frozenset({BYSTANDER})))


@pytest.fixture(scope="module")
def layers(hostile_factory: WorkerFactory) -> Mapping[str, Any]:
    """What isolation an honest submission gets here; below full the corpus is not for this machine."""
    facts = solution_grade(hostile_factory).isolation
    if facts["level"] != "full":
        pytest.skip(f"this machine's sandbox is {facts['level']}: {facts['missing']}")
    return facts


@pytest.fixture(scope="module")
def validate() -> Callable[[Any], None]:
    """Holds a report to the schema."""
    schema = json.loads((ROOT / "grader" / "report.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    return lambda report: validator.validate(report)


def test_the_corpus_is_large_and_in_known_folders() -> None:
    """At least 80 files; each folder is named for a status."""
    corpus = cases()

    assert len(corpus) >= MINIMUM
    assert {case.status for case in corpus} <= set(Status)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_an_attack_ends_as_its_folder_says(
    case: Case,
    hostile_factory: WorkerFactory,
    canaries: Canaries,
    layers: Mapping[str, Any],
    validate: Callable[[Any], None],
) -> None:
    """The attacked checks have that status and no points but for a right answer; all else is as if nothing had been."""
    if excuse := case.excuse(layers):
        pytest.skip(excuse)
    outcome = grade_case(hostile_factory, case, canaries)

    problems = verdicts(case, outcome) + report_problems(outcome, layers, validate) + canaries.problems(hostile_factory)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    "name", ["passed/next_submission_spoiled", "passed/thread_left_behind", "timeout/signals_ignored"]
)
def test_the_next_submission_is_as_ever(name: str, hostile_factory: WorkerFactory, canaries: Canaries) -> None:
    """An honest submission after a hostile one gets the same grade as before it."""
    before = solution_grade(hostile_factory)
    grade_case(hostile_factory, read_case(CORPUS / f"{name}.py"), canaries)
    after = solution_grade(hostile_factory)

    assert [(check.status, check.points) for check in after.checks] == [(Status.PASSED, 5.0)]
    assert [check.status for check in before.checks] == [Status.PASSED]


def test_the_template_is_never_replaced(hostile_factory: WorkerFactory, canaries: Canaries) -> None:
    """No attack has brought it down, or a fresh one would have taken its place under another number."""
    assert str(hostile_factory.source.pid) == canaries.known["template_pid"]  # type: ignore[attr-defined]


FORKED = """
import sys
sys.path[:0] = [{root!r}, {tests!r}]
from grader.courses import built_in
from grader.sandbox.factory import WorkerFactory
COURSE = built_in()
with WorkerFactory(COURSE.modules_needed("exercise3")) as factory:
    import json, os
    from hostile_case import lay_canaries, grade_case, read_case, verdicts, CORPUS
    COURSE.check_names("exercise3"), COURSE.hints("exercise3")
    laid = next(lay := lay_canaries(factory))
    for name in {names!r}:
        case = read_case(CORPUS / f"failed/{{name}}.py")
        print(json.dumps([name, verdicts(case, grade_case(factory, case, laid))]))
    lay.close()
"""


def test_a_template_forked_by_the_grader_holds_no_secret() -> None:
    """As on the command line: the template is forked first, the checks are loaded next, and no worker finds any."""
    names = ["checks_in_memory", "checks_among_objects", "checks_in_loaded_modules", "environment_for_token"]
    code = FORKED.format(root=str(ROOT), tests=str(ROOT / "tests"), names=names)
    environment = {**os.environ, "AUTOGRADUS_TEST_TOKEN": "to be forgotten"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)

    assert [json.loads(line) for line in done.stdout.splitlines()] == [[name, []] for name in names], done.stderr


AS_ANOTHER_USER = """
import os, sys
sys.path[:0] = [{root!r}, {sandbox!r}]
import confinement
excuse = confinement.open_the_way()
if excuse:
    sys.exit(excuse)
os.setgroups([])
os.setresgid({uid}, {uid}, {uid})
os.setresuid({uid}, {uid}, {uid})
os.chdir({root!r})
os.execv(sys.executable, [sys.executable, "-B", "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", {file!r}])
"""


@pytest.mark.timeout(1800)
def test_the_same_as_an_ordinary_user() -> None:
    """The whole file again, by a user who is not root and has no capability; it reaches the interpreter by a mount."""
    if os.geteuid() != 0:
        pytest.skip("these tests are run by an ordinary user already")
    home = Path(tempfile.mkdtemp(prefix="ordinary-"))
    os.chown(home, NOBODY, NOBODY)
    sandbox = ROOT / "tests" / "sandbox"
    code = AS_ANOTHER_USER.format(root=str(ROOT), sandbox=str(sandbox), uid=NOBODY, file=__file__)
    environment = {**os.environ, "HOME": str(home), "USER": pwd.getpwuid(NOBODY).pw_name}
    done = subprocess.run(
        [sys.executable, "-B", "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    subprocess.run(["rm", "-rf", str(home)], check=True)
    if done.stderr.startswith("other users cannot"):
        pytest.skip(done.stderr.strip())

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert int(re.findall(r"(\d+) passed", done.stdout)[-1]) >= MINIMUM
