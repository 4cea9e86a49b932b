"""The pool: equal to grading one by one, whatever dies, whoever stops it, wherever it runs."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pool_class import (
    EXERCISE,
    RUN,
    SEED,
    SETUP,
    SLEEPER,
    SOURCES,
    Watched,
    enrolled,
    grade_with,
    graded_so_far,
    processes_with,
    start_command,
    text_of,
    until,
    write_class,
)

from grader.classroom.errors import DiskFull, GradebookBusy
from grader.classroom.gradebook.class_results import State, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import grade_of
from grader.classroom.gradebook.pending import WHOLE, Shard
from grader.classroom.running import class_run, grader_process, guards
from grader.classroom.running.class_options import ClassOptions
from grader.classroom.running.pool import Busy, Done, LocalPool
from grader.classroom.running.sole_run import sole_run
from grader.classroom.running.tally import Tally
from grader.command.instructor import classroom_commands
from grader.courses import built_in
from grader.errors import UsageProblem
from grader.sandbox.inside.lockdown.level import Lockdown

VERDICT = ("name", "status", "points", "max_points", "message", "advice", "misconceptions", "proven_on")
# A process that answers every task without grading it; no torch, so that it is there at once.
ANSWERING = """
import json, sys
from multiprocessing.connection import Connection
connection = Connection(int(sys.argv[1]))
while True:
    key = json.loads(connection.recv_bytes().partition(b"\\n")[0])["key"]
    connection.send_bytes(json.dumps({"key": key, "fault": "CourseFault: the checks are broken"}).encode())
"""


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class of six on disk."""
    return write_class(tmp_path_factory.mktemp("class"))


@pytest.fixture(scope="module")
def pool() -> Iterator[LocalPool]:
    """Two warm processes."""
    with LocalPool(SETUP, 2) as opened:
        yield opened


@pytest.fixture(scope="module")
def undisturbed(submissions: Path, pool: LocalPool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of a run in which nothing happened."""
    out = tmp_path_factory.mktemp("undisturbed")
    with enrolled(submissions, out) as book:
        tally = grade_with(book, pool)
    assert (tally.total, tally.graded, tally.failed) == (6, 6, 0)
    return out


@pytest.fixture
def graded(submissions: Path, tmp_path: Path) -> Callable[..., int]:
    """Runs the command in this process; returns its exit code."""

    def run(seed: int | None = SEED, shard: Shard = WHOLE, **options: Any) -> int:
        how = replace(RUN, **options)
        return class_run.grade_class(
            built_in(), ClassOptions(submissions, tmp_path / "out", seed, shard=shard, run=how)
        )

    return run


def told(error: BaseException) -> str:
    """The sentence of an error."""
    return str(error)


def test_the_pool_grades_as_one_by_one(undisturbed: Path, grade_text: Callable[..., Any]) -> None:
    with Gradebook.open(undisturbed) as book:
        keys = dict(book.rows("SELECT student, key FROM current_grade"))
        for student, source in SOURCES.items():
            alone, pooled = grade_text(EXERCISE, source, seed=SEED), grade_of(book, keys[student])
            for one, other in zip(alone.checks, pooled.checks, strict=True):
                assert [one.to_json()[name] for name in VERDICT] == [other.to_json()[name] for name in VERDICT]


def test_equal_sources_are_graded_once_and_two_runs_are_byte_equal(
    submissions: Path, undisturbed: Path, pool: LocalPool, tmp_path: Path
) -> None:
    watched = Watched(pool)
    with enrolled(submissions, tmp_path) as book:
        grade_with(book, watched)

    assert len(watched.given) == len(set(watched.given)) == len(set(SOURCES.values()))
    assert text_of(tmp_path) == text_of(undisturbed)


def test_a_resumed_run_grades_nothing_twice(
    submissions: Path, undisturbed: Path, pool: LocalPool, tmp_path: Path
) -> None:
    def stop_after_three(tally: Tally) -> None:
        if tally.graded >= 3:
            raise KeyboardInterrupt

    first, second, third = Watched(pool), Watched(pool), Watched(pool)
    with enrolled(submissions, tmp_path) as book:
        with pytest.raises(KeyboardInterrupt):
            grade_with(book, first, stop_after_three)
        kept = {key for (key,) in book.rows("SELECT key FROM grade")}
        tally = grade_with(book, second)
        grade_with(book, third)

    assert kept
    assert not kept & set(second.given)
    assert tally.before >= 3
    assert tally.before + tally.graded == tally.total == 6
    assert third.given == []
    assert text_of(tmp_path) == text_of(undisturbed)


def test_the_command_says_how_many_were_graded_before(
    graded: Callable[..., int], undisturbed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Gradebook.open(undisturbed) as book, contextlib.closing(book.connection) as connection:
        (tmp_path / "out").mkdir()
        connection.execute("VACUUM INTO ?", (str(tmp_path / "out" / "gradebook.sqlite"),))

    assert graded() == class_run.ALL_GRADED
    assert "read as: one folder a student, 6 students, 6 files" in (said := capsys.readouterr().err)
    assert "6 of 6 graded (6 before)" in said


@pytest.mark.parametrize("number", [0, 2])
def test_a_slot_killed_in_mid_task_costs_nobody_anything(
    number: int, submissions: Path, undisturbed: Path, tmp_path: Path
) -> None:
    class Killing(LocalPool):
        handed_out = 0

        def hand_out(self, task: grader_process.Task) -> None:
            super().hand_out(task)
            self.handed_out += 1
            if self.handed_out == number + 1:
                next(one for one in self.busy.values() if one.task is task).process.process.kill()

    with enrolled(submissions, tmp_path) as book, Killing(SETUP, 2) as pool:
        tally = grade_with(book, pool)

    assert pool.handed_out == len(set(SOURCES.values())) + 1
    assert tally.failed == 0
    assert text_of(tmp_path) == text_of(undisturbed)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("raise SystemExit(1)", "the process that graded it was killed"),
        (ANSWERING, "CourseFault: the checks are broken"),
    ],
    ids=["a process that always dies", "a fault of ours"],
)
def test_a_fault_of_ours_is_retried_once_alone_and_is_never_0(
    program: str, reason: str, graded: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work: list[tuple[str, int]] = []
    hand_out = LocalPool.hand_out

    def noting(pool: LocalPool, task: grader_process.Task) -> None:
        hand_out(pool, task)
        at_work.append((task.key, len(pool.busy)))

    monkeypatch.setattr(LocalPool, "hand_out", noting)
    monkeypatch.setattr(
        grader_process, "python_command", lambda _, *given, isolated: [sys.executable, "-c", program, *given]
    )
    code = graded()
    tasks = len(at_work) // 2
    with Gradebook.open(tmp_path / "out") as book:
        results = class_results_of(book).results.values()
        reasons = {reason for (reason,) in book.rows("SELECT reason FROM fault")}

    assert code == class_run.SOME_NOT_GRADED
    assert {key for key, _ in at_work[:tasks]} == {key for key, _ in at_work[tasks:]}
    assert {number for _, number in at_work[tasks:]} == {1}
    assert {result.state for result in results} == {State.NOT_GRADED}
    assert {result.score for result in results} == {None}
    assert reasons == {reason}


def test_what_was_not_graded_is_tried_again_by_the_same_command(
    submissions: Path, undisturbed: Path, pool: LocalPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with enrolled(submissions, tmp_path) as book:
        with monkeypatch.context() as patched, LocalPool(SETUP, 2) as dying:
            patched.setattr(
                grader_process,
                "python_command",
                lambda _, *given, isolated: [sys.executable, "-c", "raise SystemExit(1)", *given],
            )
            assert grade_with(book, dying).failed == 6
        assert grade_with(book, pool).graded == 6

    assert text_of(tmp_path) == text_of(undisturbed)


def test_a_slot_that_cannot_work_says_why() -> None:
    with LocalPool(grader_process.Setup(("exercise0",), SEED), 1) as pool:
        (done,) = pool.run([grader_process.Task("key", EXERCISE, b"")])

    assert done.grade is None
    assert "exercise0.py cannot be read" in str(done.fault)


def test_a_slot_that_is_silent_for_too_long_is_sick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        grader_process,
        "python_command",
        lambda _, *given, isolated: [sys.executable, "-c", "import time; time.sleep(600)", *given],
    )
    with LocalPool(SETUP, 1, sick_s=0.0) as pool:
        (done,) = pool.run([grader_process.Task("key", EXERCISE, b"")])

    assert done == Done(done.task, None, "no result within 0 s")


def test_a_grade_made_with_other_checks_is_a_fault_not_a_grade(
    submissions: Path, undisturbed: Path, tmp_path: Path
) -> None:
    """Such as one from a machine of the cluster that has another version."""

    class Foreign:
        def run(self, tasks: Any) -> Iterator[Done]:
            with Gradebook.open(undisturbed) as graded_book:
                for task in tasks:
                    grade = grade_of(graded_book, task.key)
                    yield Done(task, replace(grade, versions={**grade.versions, "torch": "1.0"}))

    with enrolled(submissions, tmp_path) as book:
        tally = grade_with(book, Foreign())
        reasons = {reason for (reason,) in book.rows("SELECT reason FROM fault")}

    assert (tally.graded, tally.failed) == (0, 6)
    assert reasons
    assert all("torch 1.0 instead of" in reason for reason in reasons)


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_cleanly(signal_number: int, tmp_path: Path) -> None:
    folder = write_class(tmp_path / "class", {"dan": SOURCES["dan"], "sue": SLEEPER})
    command = start_command(folder, tmp_path / "out", tmp_path / "tmp")
    assert until(lambda: graded_so_far(tmp_path / "out") == 1 or command.poll() is not None)
    # Ctrl-C in a terminal reaches the whole foreground group, `kill` only the one process.
    (os.killpg if signal_number == signal.SIGINT else os.kill)(command.pid, signal_number)
    output, _ = command.communicate(timeout=120)

    assert command.returncode == class_run.INTERRUPTED, output
    assert "Stopped. Every grade so far is kept; the same command again goes on from here." in output
    assert "Traceback" not in output
    assert until(lambda: not processes_with(tmp_path / "tmp"), 10)
    assert graded_so_far(tmp_path / "out") == 1


def test_kill_9_of_the_whole_group_loses_nothing(submissions: Path, undisturbed: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number in (0, 2, 4):
        command = start_command(submissions, out, tmp_path / "tmp")
        assert until(lambda wanted=number: graded_so_far(out) >= wanted or command.poll() is not None)  # type: ignore[misc]
        os.killpg(command.pid, signal.SIGKILL)
        command.communicate(timeout=120)
        assert until(lambda: not processes_with(tmp_path / "tmp"), 10)
    kept = graded_so_far(out)
    last = start_command(submissions, out, tmp_path / "tmp")
    output, _ = last.communicate(timeout=300)

    assert last.returncode == class_run.ALL_GRADED, output
    assert kept >= 4
    assert f"6 of 6 graded ({kept} before)" in output
    assert text_of(out) == text_of(undisturbed)
    assert not list((tmp_path / "tmp").glob("autogradus-scratch-*"))


def test_four_shards_merged_equal_the_whole(
    submissions: Path, undisturbed: Path, pool: LocalPool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [tmp_path / f"part{number}" for number in (1, 2, 3, 4)]
    totals = []
    for number, part in enumerate(parts, 1):
        with enrolled(submissions, part) as book:
            totals.append(grade_with(book, pool, shard=Shard(number, 4)).total)
    classroom_commands.merge_classes(parts[:3], tmp_path / "three")
    assert f": {6 - totals[3]} of 6 submissions graded." in capsys.readouterr().err
    classroom_commands.merge_classes(parts, tmp_path / "whole")

    assert sum(totals) == 6
    assert max(totals) < 6
    assert text_of(tmp_path / "whole") == text_of(undisturbed)


def test_a_dask_cluster_that_loses_a_worker_grades_as_this_machine(
    submissions: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    from grader.classroom.running.dask_pool import DaskPool

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    victims: list[int] = []

    def kill_one(tally: Tally) -> None:
        if tally.latest and not victims:
            victims.append(next(iter(cluster.workers.values())).pid)
            os.kill(victims[0], signal.SIGKILL)

    local = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50
    )
    with local as cluster, enrolled(submissions, tmp_path / "out") as book:
        with DaskPool(SETUP, cluster.scheduler_address) as pool:
            tally = grade_with(book, pool, kill_one)
        # The dead worker's process sees the end of its pipe when what it is grading is done.
        nothing_is_left = until(lambda: not graders_with(tmp_path), 20)

    assert victims
    assert tally.failed == 0
    assert nothing_is_left
    assert text_of(tmp_path / "out") == text_of(undisturbed)


def graders_with(temporary: Path) -> list[int]:
    """Living grader processes whose environment names the folder."""
    name = b"grader.classroom.running.grader_process"
    return [pid for pid in processes_with(temporary) if name in command_line(pid)]


def command_line(pid: int) -> bytes:
    """What a process was started as; empty when it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_scheduler_that_is_not_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    from grader.classroom.running import dask_pool

    monkeypatch.setattr(dask_pool, "CONNECT_S", 1)
    with pytest.raises(UsageProblem, match="No Dask scheduler answers at"):
        dask_pool.DaskPool(SETUP, "tcp://127.0.0.1:1")


def test_strangers_are_graded_in_the_full_sandbox_only(
    graded: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "survey", lambda: Lockdown.without("landlock", "this kernel has no Landlock."))
    with pytest.raises(UsageProblem, match="this kernel has no Landlock") as refused:
        graded()
    assert "--no-sandbox" in told(refused.value)
    assert not (tmp_path / "out").exists()

    monkeypatch.setattr(
        grader_process, "python_command", lambda _, *given, isolated: [sys.executable, "-c", ANSWERING, *given]
    )
    assert graded(no_sandbox=True) == class_run.SOME_NOT_GRADED


@pytest.mark.parametrize(("name", "value"), [("seed", SEED + 1), ("mnist", "full")])
def test_another_seed_or_other_data_on_a_class_is_refused(
    name: str, value: Any, graded: Callable[..., int], submissions: Path, tmp_path: Path
) -> None:
    enrolled(submissions, tmp_path / "out").close()
    before = text_of(tmp_path / "out")

    with pytest.raises(UsageProblem, match=f"got --{name} {value}"):
        graded(**{name: value})
    assert text_of(tmp_path / "out") == before


def test_a_shard_without_a_seed_is_refused(graded: Callable[..., int]) -> None:
    with pytest.raises(UsageProblem, match="--shard needs --seed"):
        graded(seed=None, shard=Shard(1, 2))


def test_two_runs_on_one_folder_are_refused(graded: Callable[..., int], tmp_path: Path) -> None:
    with sole_run(tmp_path / "out"), pytest.raises(GradebookBusy, match="Another run is grading into"):
        graded()


def test_a_full_disk_stops_with_a_sentence_and_resumes(
    submissions: Path, undisturbed: Path, pool: LocalPool, tmp_path: Path
) -> None:
    with enrolled(submissions, tmp_path) as book:
        (pages,) = book.row("PRAGMA page_count") or (0,)
        # SQLite's own error for a full disk, without filling one.
        book.connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(DiskFull, match="make room and run the same command again"):
            grade_with(book, pool)
    with Gradebook.open(tmp_path) as book:
        tally = grade_with(book, pool)

    assert tally.before + tally.graded == 6
    assert text_of(tmp_path) == text_of(undisturbed)


def test_neither_the_seed_nor_the_users_secrets_reach_a_slot_before_its_first_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its template is forked before that, and a worker could search its memory."""
    monkeypatch.setenv("LMS_TOKEN", "a-secret-of-the-user")
    seed = 918273645
    with LocalPool(grader_process.Setup((EXERCISE,), seed), 1) as pool:
        started = pool.new_process()
        pool.busy[started.connection] = Busy(started, grader_process.Task("key", EXERCISE, b""))
        at_start = command_line(started.process.pid) + Path(f"/proc/{started.process.pid}/environ").read_bytes()

    assert str(seed).encode() not in at_start
    assert b"a-secret-of-the-user" not in at_start
