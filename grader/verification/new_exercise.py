"""`grade new`: an exercise's four files, which grade at once, with TODO where an author's own text belongs."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from pathlib import Path
from string import Template

from grader.course import Course
from grader.errors import UsageProblem
from grader.files import write_whole

_MODULE = Template('''"""Exercise $number: TODO title.

TODO: the idea in a page: what it is for, the formula, a small worked example, where people go wrong.

Question: TODO?
Answer: TODO.

$table
"""

import torch
''')
_FUNCTION = Template('''

def $function(x: torch.Tensor) -> torch.Tensor:
    """TODO: twice x.

    Args:
        x: any shape, floating.

    Returns:
        2x; shape, dtype and device of x.
    """
    $body
''')
_DEMO = Template('''

if __name__ == "__main__":
    from grader.demo import draw, run_demo

    def demo() -> None:
        """TODO: what is shown, on data with a story."""
        draw("$first", {"$first": $first(torch.arange(10.0)).tolist()}, "x", "$first")

    run_demo(demo)
''')
_CHECKS = Template('''"""Checks of exercise $number: TODO title."""

from grader.kit import Inputs, Submission, agree, check

HINTS = {
$hints}


def reference_$first(x):
    return 2 * x


@check("$first", points=100)
def check_$first${_}matches_definition(submission: Submission, inputs: Inputs) -> None:
    """$first gives twice x, with its shape and dtype (TODO: the line that the learner sees)."""
    for shape in ((1,), (4, 3)):
        agree(submission, "$first", inputs.normal(*shape), reference=reference_$first)
''')
_HINTS = Template("""    "$function": (
        "TODO: a nudge: which idea is it?",
        "TODO: where to look: which function, which line?",
        "TODO: almost the answer.",
    ),
""")
_MISCONCEPTIONS = Template('''"""Misconceptions of exercise $number: TODO what learners believe."""

from grader.kit import misconception


@misconception(replaces="$first", fails=("$first${_}matches_definition",))
def squares_instead(x):
    """You squared x; twice x is x + x (TODO: the advice for one real mistake; the name is the belief)."""
    return x * x
''')


def write_exercise(course: Course, exercise: str, functions: str) -> list[str]:
    """Write the four files; returns what they are called.

    Args:
        course: where they go.
        exercise: its name or its number.
        functions: names with commas between; empty for one of ours.

    Raises:
        UsageProblem: the name is none, one of the files is there already, or the course has no place for solutions.
    """
    name = f"exercise{exercise}" if exercise.isdigit() else exercise
    texts = _texts(_number_of(course, name), _names_of(functions))
    paths = _places(course, name)
    if there := [course.shown(path) for path in paths if path.exists()]:
        raise UsageProblem(f"{' and '.join(there)} must not exist yet; `grade verify {name}` says what is missing.")
    for path, text in zip(paths, texts, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
    return [str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path) for path in paths]


def _places(course: Course, name: str) -> tuple[Path, ...]:
    """Stub, solution, checks, misconceptions; a course in a folder gets the folders that it lacks."""
    solutions = course.solutions or (course.root / "solutions" if course.reference else None)
    if course.reference and not Path(course.reference).is_dir():
        raise UsageProblem(
            f"The course {course.name} is installed from a package; a new exercise goes into the folder that the package "
            "is made from: --course DIR."
        )
    if solutions is None:
        raise UsageProblem("`grade new` needs a checkout of the course, or --course DIR with a folder of your own.")
    folders = (course.exercises, solutions, course.checks, course.misconceptions)
    return tuple(folder / f"{name}.py" for folder in folders)


def _number_of(course: Course, name: str) -> str:
    """What follows "Exercise " in the texts."""
    match = re.fullmatch(r"exercise(\d+)", name)
    if name in course.listed or (match and not course.listed):
        return match[1] if match else name
    rule = "be in the list exercises of course.toml" if course.listed else "be exercise and a number"
    raise UsageProblem(f"The name of an exercise must {rule}; got {name!r}.")


def _names_of(functions: str) -> list[str]:
    names = [name.strip() for name in functions.split(",") if name.strip()] or ["twice"]
    for name in names:
        if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
            raise UsageProblem(f"--functions must be public Python names with commas between; got {name!r}.")
    if len(set(names)) < len(names):
        raise UsageProblem(f"--functions must name each function once; got {functions!r}.")
    return names


def _texts(number: str, functions: Sequence[str]) -> tuple[str, ...]:
    """The text of stub, solution, checks and misconceptions."""
    fields = {"number": number, "first": functions[0], "_": "_"}
    module = _MODULE.substitute(fields, table=_table(functions))
    unwritten = [f'raise NotImplementedError("Exercise {number}: write {function}")' for function in functions]
    stub, solution = (
        module
        + "".join(_FUNCTION.substitute(function=f, body=body) for f, body in zip(functions, bodies, strict=True))
        + _DEMO.substitute(fields)
        for bodies in (unwritten, ["return 2 * x"] * len(functions))
    )
    hints = "".join(_HINTS.substitute(function=function) for function in functions)
    return stub, solution, _CHECKS.substitute(fields, hints=hints), _MISCONCEPTIONS.substitute(fields)


def _table(functions: Sequence[str]) -> str:
    """The page's table of points: one check so far, of the first function."""
    width = max(len(name) for name in (*functions, "function"))
    rows = [(name, "100" if name == functions[0] else "0", "10") for name in functions]
    return "\n".join(f"{name:<{width}}  {points:>6}  {minutes:>7}" for name, points, minutes in (_HEAD, *rows))


_HEAD = ("function", "points", "minutes")
