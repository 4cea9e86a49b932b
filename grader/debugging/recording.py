"""The record of an exercise's bugs, made from its files; what is measured comes from real runs."""

from __future__ import annotations

import dataclasses
import importlib.util
import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from grader.course import Course
from grader.debugging.curves import distance, from_text, size
from grader.debugging.declaring import Bug, Level
from grader.debugging.program import bare_program, edited
from grader.debugging.record import RIGHT, BugRecord, Record, SceneRecord, bugs_path, wrong_program
from grader.errors import CourseFault
from grader.fault_place import described_fault

_CLEAR = 0.08
"""How far apart two curves are that a person can tell from each other at a glance."""
Show = Callable[[str, SceneRecord], str]


def declared(course: Course, exercise: str) -> Record:
    """The record without what is measured: as the files say now.

    Raises:
        CourseFault: a file cannot be read, or a bug does not fit the solution or the bank.
    """
    bugs, bank = _bugs(course, exercise), _bank(course, exercise)
    try:
        program = bare_program(course.solution_path(exercise).read_text("utf-8"))
    except (OSError, ValueError, SyntaxError) as error:
        raise CourseFault(f"The solution of {exercise} cannot be read: {error}.") from error
    scenes, entries = {}, {}
    for bug in bugs:
        if bug.mistake not in bank:
            raise CourseFault(f"{exercise}: the bug {bug.mistake} must be a misconception of the bank; there is none.")
        function, advice, fails = bank[bug.mistake]
        scene = bug.scene
        scenes[scene.name] = SceneRecord(**vars(scene), right="")
        entries[bug.mistake] = BugRecord(
            bug.mistake, function, int(bug.level), scene.name, tuple(bug.edits.items()), bug.looks_right, advice, fails
        )
        edited(program, function, bug.edits)
    return Record(exercise, program, scenes, entries)


def measured(record: Record, show: Show) -> Record:
    """The record with what every scene shows: on the right program, with each bug, and with both bugs of a task.

    Raises:
        CourseFault: a bug does not show, or no second bug can stand beside it.
    """
    scenes = {k: dataclasses.replace(scene, right=show(record.program, scene)) for k, scene in record.scenes.items()}
    record = dataclasses.replace(record, scenes=scenes)
    bugs: dict[str, BugRecord] = {}
    for name, bug in record.bugs.items():
        shows = show(wrong_program(record, (bug,)), scenes[bug.scene])
        if not scenes[bug.scene].differs(shows):
            raise CourseFault(f"{record.exercise}: {name} must show in the scene {bug.scene}; nothing is to be seen.")
        bugs[name] = dataclasses.replace(bug, shows=shows)
    record = dataclasses.replace(record, bugs=bugs)
    bugs = {name: dataclasses.replace(bug, others=_others(record, bug)) for name, bug in bugs.items()}
    taken: Counter[str] = Counter()
    for name, bug in bugs.items():
        bugs[name] = _with_partner(record, bug, show, taken)
        taken[bugs[name].partner] += 1
    return dataclasses.replace(record, bugs=bugs)


def without_measures(record: Record) -> Record:
    """What `declared` gives, of a whole record."""
    scenes = {name: dataclasses.replace(scene, right="") for name, scene in record.scenes.items()}
    plain: dict[str, Any] = {"shows": "", "partner": "", "together": (), "others": ()}
    bugs = {name: dataclasses.replace(bug, **plain) for name, bug in record.bugs.items()}
    return dataclasses.replace(record, scenes=scenes, bugs=bugs)


def _others(record: Record, bug: BugRecord) -> tuple[str, ...]:
    """Two curves that look clearly unlike the bug's own and each other; none where there are not two."""
    scene = record.scenes[bug.scene]
    if not scene.is_curve:
        return ()
    shown = {RIGHT: scene.right, **{b.mistake: b.shows for b in record.bugs.values() if b.scene == bug.scene}}
    scale = size(from_text(scene.right))
    apart = {
        frozenset(pair): distance(from_text(shown[pair[0]]), from_text(shown[pair[1]]), scale)
        for pair in itertools.combinations(shown, 2)
    }
    rest = [name for name in shown if name != bug.mistake]

    def nearest(pair: tuple[str, str]) -> float:
        return min(apart[frozenset(two)] for two in itertools.combinations((bug.mistake, *pair), 2))

    best = max(itertools.combinations(rest, 2), key=nearest, default=None)
    return best if best is not None and nearest(best) >= _CLEAR else ()


def _with_partner(record: Record, bug: BugRecord, show: Show, taken: Mapping[str, int]) -> BugRecord:
    """At the highest level a second, easier bug in another function, one seldom taken, so that both still show."""
    if bug.level < Level.SHOWS_SELDOM:
        return bug
    for other in sorted(record.bugs.values(), key=lambda candidate: (taken[candidate.mistake], -candidate.level)):
        if other.level == Level.SHOWS_SELDOM or other.function == bug.function or other.scene == bug.scene:
            continue
        program = wrong_program(record, (bug, other))
        try:
            together = tuple(show(program, record.scenes[name]) for name in (bug.scene, other.scene))
        except CourseFault:
            continue
        if together == (bug.shows, other.shows):
            return dataclasses.replace(bug, partner=other.mistake, together=together)
    return bug


def _bugs(course: Course, exercise: str) -> tuple[Bug, ...]:
    path = bugs_path(course, exercise)
    spec = importlib.util.spec_from_file_location(f"{__name__}.{exercise}", path)
    if spec is None or spec.loader is None:
        raise CourseFault(f"The bugs of {exercise} cannot be read.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseFault(f"The bugs of {exercise} cannot be imported: {described_fault(error, path)}.") from error
    return tuple(module.BUGS)


def _bank(course: Course, exercise: str) -> Mapping[str, tuple[str, str, tuple[str, ...]]]:
    """The bank: mistake -> the function it replaces, the advice, and the checks that it trips."""
    from grader.diagnosis import known

    misconceptions = known.read(course, exercise)
    return {entry.name: (entry.replaces, entry.advice, tuple(sorted(entry.fails))) for entry in misconceptions}
