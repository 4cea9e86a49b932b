"""Grading a class: take in, enrol, grade what waits, keep every grade as it comes. The same command again resumes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.gradebook.assigning import assigned_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import link_known, mean_cpu_s, record, record_fault
from grader.classroom.gradebook.joining import adopt, keep_apart, known_roster, with_apart, with_former
from grader.classroom.gradebook.pending import WHOLE, Part, by_key, graded_already, pending, settled, unit_of
from grader.classroom.gradebook.submissions import Enrolled, enrol
from grader.classroom.intake.hand_out import Intake, take_in
from grader.classroom.names import shown
from grader.classroom.roster import read_roster
from grader.classroom.running.grader_process import Setup, Task
from grader.classroom.running.pool import Done
from grader.classroom.running.schedule import Group, LongestFirst
from grader.classroom.units import Conditions, canonical
from grader.course import Course
from grader.courses import find_course
from grader.errors import UsageProblem
from grader.outcome import Grade
from grader.sandbox.contract.limits import Limits
from grader.session.seeds import fresh_seed

_FAULTS_SHOWN = 20


class _Pool(Protocol):
    """What grades tasks side by side."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """What came of each task, as they finish."""


@dataclass(frozen=True)
class Tally:
    """How far a run has come, in submissions.

    Attributes:
        total: submissions of this part of the class.
        before: those that were graded when the run began.
        graded: those graded in this run.
        failed: those not graded through a fault of ours.
        full: of those, with all points.
        zeros: of those, with none.
        latest: the submission that finished last, with its score, for the reader.
        faults: the first of those not graded, with the reason, for the reader.
    """

    total: int
    before: int = 0
    graded: int = 0
    failed: int = 0
    full: int = 0
    zeros: int = 0
    latest: str = ""
    faults: tuple[str, ...] = ()


_Watch = Callable[[Tally], None]


def hand_in(
    book: Gradebook,
    submissions: Path,
    roster: Path | None,
    course: Course,
    *,
    join: bool = False,
    zone: ZoneInfo | None = None,
    other_layout: bool = False,
    apart: Sequence[str] = (),
) -> tuple[Intake, Enrolled]:
    """Read what was handed in and put it into the gradebook.

    Args:
        book: the gradebook.
        submissions: a folder or an archive.
        roster: who is in the class; without one, that of an earlier run.
        join: whether students of earlier runs may move to the roster's ids.
        zone: which zone times without one of their own are in.
        other_layout: whether the hand-out may have another layout than the class had before.
        apart: ids of the hand-out that are nobody on the roster; kept.

    Raises:
        SubmissionsProblem, RosterProblem: the path or the roster cannot be read, or students would move.
    """
    keep_apart(book, apart)
    given = with_apart(book, read_roster(roster)) if roster else None
    everybody = with_former(book, given) if given else known_roster(book)
    intake = take_in(submissions, course.names(), everybody, zone, assigned_of(book))
    _refuse_other_layout(book, intake.title, other_layout)
    joined = adopt(book, given, join=join) if given else ()
    intake = dataclasses.replace(intake, notes=(*joined, *_nobody(intake, apart), *intake.notes))
    return intake, enrol(book, intake.students, intake.units(), intake.left_out, intake.unread)


def _nobody(intake: Intake, apart: Sequence[str]) -> Iterator[str]:
    """A sentence on each id that is to be kept apart and that nobody here has: a slip of the finger, perhaps."""
    ids = {student.id for student in intake.students}
    for identity in apart:
        if identity not in ids:
            yield f"--apart {shown(identity)}: nobody in this hand-out has that id; it is kept for later ones"


def _refuse_other_layout(book: Gradebook, title: str, meant: bool) -> None:
    """Another layout into an old folder is another class, or the same students under other names: both would hurt.

    Raises:
        SubmissionsProblem: the layout is another one and that was not asked for; nothing has changed then.
    """
    kept = book.keep_setting("layout", title)
    if kept != title and not meant:
        raise SubmissionsProblem(
            f"This class was read as {kept} so far; this hand-out is read as {title}, which may name the same students "
            "differently. Use another --out folder, or say --other-layout if it is the same class."
        )


def conditions_of(course: Course, seed: int, mnist: str) -> dict[str, Conditions]:
    """All that today's scores depend on besides the sources, by exercise.

    Raises:
        CourseFault: a file of the course is missing.
    """
    versions = {name: metadata.version(name) for name in ("autogradus", "torch")}
    limits = canonical(dataclasses.asdict(Limits()))
    return {
        name: Conditions(course.content_hash(name), versions["autogradus"], versions["torch"], seed, limits, mnist)
        for name in course.names()
    }


def todays_conditions(setup: Setup) -> dict[str, Conditions]:
    """The conditions under which a class is graded now, by exercise."""
    conditions = conditions_of(find_course(setup.course), setup.seed, setup.mnist)
    return {
        name: dataclasses.replace(entry, seed_per_student=setup.seed_per_student) for name, entry in conditions.items()
    }


def refuse_other(book: Gradebook, **wanted: object) -> None:
    """Refuse a seed or data other than the class has been graded with so far.

    Raises:
        UsageProblem: another one is given than the class has.
    """
    for name, value in wanted.items():
        kept = book.setting(name)
        if value is not None and kept is not None and str(value) != kept:
            raise UsageProblem(
                f"This class is graded with {name} {kept}; got --{name} {value}. "
                f"Leave --{name} out, or use another --out folder."
            )


def settle(book: Gradebook, seed: int | None, mnist: str | None) -> tuple[int, str]:
    """The class's seed and data: those it has, else those given, else a fresh seed from the system.

    Raises:
        UsageProblem: another one is given than the class has.
    """
    refuse_other(book, seed=seed, mnist=mnist)
    settled_seed = book.keep_setting("seed", str(fresh_seed() if seed is None else seed))
    return int(settled_seed), book.keep_setting("mnist", mnist or "embedded")


def settle_seed_per_student(book: Gradebook, wanted: bool) -> bool:
    """Whether each student has a seed of their own: as the class began.

    Raises:
        UsageProblem: it is asked for, and the class began with one seed for all.
    """
    if wanted and book.setting("seed_per") is None:
        if book.setting("seed") is not None:
            raise UsageProblem(
                "This class is graded with one seed for all; --seed-per-student needs another --out folder."
            )
        book.set_setting("seed_per", "student")
    return book.setting("seed_per") == "student"


def grade_waiting(
    book: Gradebook, pool: _Pool, setup: Setup, watch: _Watch, *, stale: bool = False, shard: Part = WHOLE
) -> Tally:
    """Grade everything that waits; each grade is kept the moment it comes.

    Args:
        book: the gradebook.
        pool: where it runs.
        setup: how it is graded.
        watch: told after every submission.
        stale: also what was graded under other conditions, as proposals (a regrade's preview).
        shard: the part of the class to grade.
    """
    conditions = todays_conditions(setup)
    submissions = pending(book, conditions, stale=stale, shard=shard)
    known, fresh = settled(book, submissions)
    if known:
        link_known(book, known, propose=stale)
    before = 0 if stale else graded_already(book, conditions, shard) - len(known)
    tally = Tally(before + len(submissions), before, len(known))
    watch(tally)
    groups = {group[0].key: group for group in by_key(fresh)}
    order = LongestFirst(groups.values(), mean_cpu_s(book))
    for done in pool.run(tasks(book, order)):
        order.note(done.task.exercise, done.cpu_s)
        tally = _keep(book, groups[done.task.key], done, conditions, tally, stale)
        watch(tally)
    return tally


def tasks(book: Gradebook, groups: Iterable[Group]) -> Iterator[Task]:
    """A task for each group, with its source read only now."""
    for group in groups:
        yield Task(group[0].key, group[0].exercise, unit_of(book, group[0]).source, group[0].seed)


def _keep(
    book: Gradebook, group: Group, done: Done, conditions: Mapping[str, Conditions], tally: Tally, propose: bool
) -> Tally:
    """Record what came of one task for all submissions that share it."""
    named = f"{shown(group[0].student, 40)} {group[0].exercise}"
    others = f" and {len(group) - 1} equal" if len(group) > 1 else ""
    today = conditions[group[0].exercise].of_student(group[0].student)
    fault = done.fault or (_made_elsewhere(done.grade, today) if done.grade else None)
    if fault is None and done.grade and record(book, group, today, done.grade, propose=propose):
        score = f"{done.grade.score:g}/{done.grade.max_score:g}"
        return dataclasses.replace(
            tally,
            graded=tally.graded + len(group),
            full=tally.full + len(group) * (done.grade.score >= done.grade.max_score),
            zeros=tally.zeros + len(group) * (done.grade.score == 0),
            latest=f"{named} {score}{others}",
        )
    # Where an earlier grade counts (a regrade), it goes on counting, and nothing is noted against it.
    record_fault(book, [submission for submission in group if not submission.stale], fault or "no result")
    faults = (*tally.faults, f"{named}{others}: {shown(fault or 'no result', 300)}")[:_FAULTS_SHOWN]
    said = f"{named} not graded{others}"
    return dataclasses.replace(tally, failed=tally.failed + len(group), latest=said, faults=faults)


def _made_elsewhere(grade: Grade, today: Conditions) -> str | None:
    """Why a grade was not made under today's conditions, or None: another machine may have other versions."""
    wanted = {"checks": today.checks_hash, "autogradus": today.grader_version, "torch": today.torch_version}
    differing = [
        f"{name} {grade.versions.get(name)} instead of {value}"
        for name, value in wanted.items()
        if grade.versions.get(name) != value
    ]
    return f"graded with {', '.join(differing)}" if differing else None
