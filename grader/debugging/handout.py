"""The file that the learner gets: what is wrong told, the program, and the scene as its demo."""

from __future__ import annotations

import textwrap

from grader.debugging.record import Record, SceneRecord, Task, wrong_program

COLUMNS = 88
INDENT = " " * 4


def handed_out(record: Record, task: Task, file: str) -> str:
    """The text of a task's file.

    Args:
        record: the exercise's.
        task: which one.
        file: the file as one types it.
    """
    scenes = [(record.scenes[name], shown) for name, shown in task.shown()]
    parts = [_told(record, task, scenes, file), wrong_program(record, task.bugs).rstrip("\n"), _demo(scenes)]
    return "\n\n".join((parts[0], *(f"{part}\n" for part in parts[1:])))


def asked_of(task: Task) -> str:
    """What is to be done, in a sentence."""
    count = {1: "one place", 2: "two places"}[len(task.bugs)]
    return f"This program runs, and it is wrong in {count}."


def seen(scenes: list[tuple[SceneRecord, str]]) -> list[str]:
    """What was seen: for each scene what ran, and what it showed."""
    return [_seen(scene, shown) for scene, shown in scenes]


def _seen(scene: SceneRecord, shown: str) -> str:
    sentence = scene.sentence(shown)
    return f"{sentence} (This is {scene.told}.)" if scene.is_curve else sentence


def _told(record: Record, task: Task, scenes: list[tuple[SceneRecord, str]], file: str) -> str:
    rest = (
        f"`python {file}` shows it. Find what is wrong, mend it, and leave the rest as it is. "
        f"Then: grade debug {record.exercise} --check"
    )
    paragraphs = [asked_of(task), *seen(scenes), rest]
    return '"""' + "\n\n".join(textwrap.fill(text, COLUMNS) for text in paragraphs) + '\n"""'


def _demo(scenes: list[tuple[SceneRecord, str]]) -> str:
    lines = ['if __name__ == "__main__":']
    if any(scene.is_curve for scene, _ in scenes):
        lines += [f"{INDENT}from grader.debugging.plots import show", ""]
    for scene, _ in scenes:
        lines += [*textwrap.indent(scene.code, INDENT).rstrip().splitlines(), ""]
    for scene, _ in scenes:
        lines.append(INDENT + _call(scene))
    return "\n".join(lines)


def _call(scene: SceneRecord) -> str:
    if not scene.is_curve:
        return f'print("{scene.name.replace("_", " ")}:", {scene.name}())'
    places = "" if (scene.start, scene.step) == (0, 1) else f", {scene.start:g}, {scene.step:g}"
    return f'show({scene.name}(), "{scene.x_label}", "{scene.y_label}"{places})'
