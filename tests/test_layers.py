"""Every layer is needed: with it turned off, hostile files that are refused otherwise succeed and turn red."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hostile_case import CORPUS, EXERCISE, Canaries, grade_case, lay_canaries, read_case, verdicts

from grader.courses import built_in
from grader.grading.grade import Plan, grade
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.host import replace_worker_source
from grader.source import SourceFile

COURSE = built_in()

# Attacks that do no harm when they succeed.
HELD_BY = {
    "landlock": ("error/read_accounts", "error/read_home", "error/own_memory_as_a_file"),
    "seccomp": ("error/fork_bomb", "error/file_lock", "error/datagram", "error/folder_watch", "error/system_v_queue"),
    "rlimits": ("out_of_memory/growing_bytes", "out_of_memory/mapped_memory", "error/open_files", "error/large_file"),
    "uid": ("error/thread_bomb",),
    "namespaces": ("error/full_disk", "error/million_files"),
}
PAIRS = [(layer, name) for layer, names in HELD_BY.items() for name in names]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the lockdown is for Linux")


@pytest.fixture(scope="module")
def layer_supply() -> Iterator[WorkerFactory]:
    """A template that no test of the corpus uses: an attack that succeeds may leave its mark on it."""
    with WorkerFactory(COURSE.modules_needed(EXERCISE), first=replace_worker_source) as factory:
        yield factory


@pytest.fixture
def canaries(layer_supply: WorkerFactory) -> Iterator[Canaries]:
    """Fresh ones for every test: an attack that succeeds changes them."""
    yield from lay_canaries(layer_supply)


@pytest.mark.parametrize(("layer", "name"), PAIRS)
def test_without_the_layer_an_attack_succeeds(
    layer: str, name: str, layer_supply: WorkerFactory, canaries: Canaries
) -> None:
    """The same file, graded with the layer and without it: as promised, and red."""
    if layer == "uid" and os.geteuid() != 0:
        pytest.skip("only root can give workers a user of their own")
    case = read_case(CORPUS / f"{name}.py")
    held = grade_case(layer_supply, case, canaries)
    if excuse := case.excuse(held.isolation):
        pytest.skip(excuse)
    open_ = grade_case(layer_supply, case, canaries, off=(layer,))

    assert not verdicts(case, held)
    assert verdicts(case, open_), f"{name} did not notice that {layer} was off"
    assert layer not in open_.isolation["on"]


@pytest.mark.parametrize("layer", ["landlock", "seccomp", "rlimits"])
def test_a_missing_layer_is_reported(layer: str, layer_supply: WorkerFactory) -> None:
    """The level is partial, and the layer is named among what is missing."""
    plan = Plan(seed=1, only=frozenset({"accuracy_is_share"}), off=(layer,))
    facts = grade(
        layer_supply, EXERCISE, SourceFile(EXERCISE, b"def accuracy(predicted, y):\n    return 1.0\n"), plan
    ).isolation

    assert facts["level"] == "partial"
    assert layer in [missing["layer"] for missing in facts["missing"]]
