"""`grade` alone: where am I, and what comes next. Imports no torch."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from grader.command.display.lines import joined, number, paragraph
from grader.command.display.places import place_of
from grader.command.display.terminal import show_lines
from grader.command.learner import progress, workspace
from grader.command.learner.hunts import summary
from grader.command.learner.progress import Progress, Record
from grader.course import Course

_BAR = 10


def show_overview(console: Console, course: Course) -> None:
    """Print every exercise with its last score, what changed since, and the next thing to do."""
    known, names = progress.load(), course.names()
    if course.reference:
        console.print(f"{course.title} ({course.name} {course.version})", markup=False)
    for name in names:
        show_lines(console, standing_lines(console, course, name, known.records.get(name), name == known.current))
    console.print()
    course.require(*names)
    done = sum(is_done(known.records.get(name)) for name in names)
    console.print(f"{done} of {len(names)} exercises done.")
    if known.hunts:
        console.print(summary(known.hunts), markup=False)
    show_lines(console, _next_lines(console, course, names, known))


def standing_lines(console: Console, course: Course, name: str, record: Record | None, is_current: bool) -> list[Text]:
    """One exercise: a bar, the last score, the title; below it what a score alone does not say."""
    mark = ">" if is_current else " "
    if record is None:
        bar, score, style = "." * _BAR, "not graded yet", "dim"
    else:
        full = int(_BAR * record.last.score / record.last.max_score) if record.last.max_score else 0
        bar, score = "#" * full + "." * (_BAR - full), f"{number(record.last.score)}/{number(record.last.max_score)}"
        style = "green" if is_done(record) else "yellow"
    line = Text.assemble(
        f"{mark} {name:<10} [",
        (bar, style),
        f"] {score:<15}",
        course.exercise_title(name) if course.stub_path(name).is_file() else "",
    )
    line.truncate(console.width, overflow="ellipsis")
    notes = "; ".join(_notes_on(course, name, record)) if record else ""
    return [line, *paragraph(console, notes, 4, "yellow")] if notes else [line]


def _notes_on(course: Course, name: str, record: Record) -> list[str]:
    """What a score alone does not say."""
    notes = []
    if _file_changed(course, name, record):
        notes.append("file changed since")
    if record.last.score < record.best.score:
        notes.append(f"best {number(record.best.score)}/{number(record.best.max_score)}")
    if lost := record.regressed():
        notes.append(f"fewer points than at the best: {', '.join(lost)}")
    return notes


def _file_changed(course: Course, name: str, record: Record) -> bool:
    """Whether the workspace's file, or its notebook, is another one than was graded."""
    folder = workspace.default_path()
    hashes = {progress.fingerprint(folder / f"{name}{suffix}") for suffix in (".py", ".ipynb")} - {None}
    if (folder / f"{name}.ipynb").is_file():
        # A notebook is graded as the code in it, whose hash is another than the file's.
        from grader.command.learner.submitted import submitted

        hashes.add(submitted(course, name, None).source.sha256)
    return record.last.sha256 not in hashes


def is_done(record: Record | None) -> bool:
    """Whether the last score was full."""
    return record is not None and record.last.is_full


def next_exercise(names: list[str], known: Progress) -> str | None:
    """Where to go on: the exercise touched last until it is done, then the next open one, then any open one."""
    at = names.index(known.current) if known.current in names else 0
    ahead = [*names[at:], *names[:at]]
    return next((name for name in ahead if not is_done(known.records.get(name))), None)


def _next_lines(console: Console, course: Course, names: list[str], known: Progress) -> list[Text]:
    """What to type next."""
    name = next_exercise(names, known)
    if name is None:
        return [Text("All exercises are done.")]
    folder = workspace.default_path()
    file = next((folder / f"{name}{end}" for end in (".py", ".ipynb") if (folder / f"{name}{end}").exists()), None)
    if file is None:
        missing = (
            f"Next: `grade init my-course{course.option()}` makes a workspace; there is no {folder / name}.py here."
        )
        return paragraph(console, missing, 0)
    return [joined("Next: open ", place_of(file, None), f", then `grade {name}`.")]
