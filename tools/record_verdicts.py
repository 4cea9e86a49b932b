"""What every file of the corpora gets, as JSON lines: recorded before and after a change of the engine, and compared.

    python tools/record_verdicts.py before.jsonl [accepted] [rejected] [hostile] [--every N]
    python tools/record_verdicts.py --compare before.jsonl after.jsonl

Statuses, points, messages, advice, misconceptions and details under one seed; times and versions are left out.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
SEED = 7
KINDS = ("rejected", "hostile", "accepted")
HEADER = re.compile(r'"""wrong: (?P<functions>[\w, ]+);')


def fields_of(grade: Any) -> dict[str, Any]:
    """The part of a grade that a change of the engine must not touch."""
    names = ("name", "status", "points", "message", "advice", "misconceptions", "details")
    checks = [{name: check[name] for name in names} for check in grade.to_json()["checks"]]
    return {"score": grade.score, "notices": list(grade.notices), "checks": checks}


@functools.cache
def plan_for(exercise: str) -> Any:
    """One plan for all files of an exercise, as in a class: what known mistakes reply is worked out once."""
    from grader.courses import built_in
    from grader.grading.options import GradeOptions
    from grader.grading.planning import plan_of

    return plan_of(built_in(), exercise, SEED, GradeOptions(device="simgpu"))


def whole_files(factory: Any, kind: str, every: int) -> Iterator[tuple[str, Any]]:
    """Grades of `accepted` (whole files) and `rejected` (put after the solution)."""
    from grader.grading.grade import grade
    from grader.source import SourceFile

    for path in sorted((ROOT / "tests" / kind).glob("exercise*/*.py"))[::every]:
        exercise, text = path.parent.name, path.read_text("utf-8")
        plan = plan_for(exercise)
        if kind == "rejected" and (header := HEADER.match(text)):
            plan = dataclasses.replace(plan, slow_for=frozenset(header["functions"].split(", ")))
            text = (ROOT / "solutions" / f"{exercise}.py").read_text("utf-8") + "\n\n" + text
        source = SourceFile(exercise, text.encode(), f"{exercise}.py")
        yield path.relative_to(ROOT).as_posix(), grade(factory, exercise, source, plan)


def hostile_files(factory: Any, every: int) -> Iterator[tuple[str, Any]]:
    """Grades of the hostile corpus, with its canaries laid."""
    import hostile_case

    for canaries in hostile_case.lay_canaries(factory):
        for case in list(hostile_case.cases())[::every]:
            yield case.path.relative_to(ROOT).as_posix(), hostile_case.grade_case(factory, case, canaries)


def record(out: Path, kinds: list[str], every: int) -> None:
    """Write a line for each file, or for one in so many."""
    from grader.courses import built_in
    from grader.sandbox.factory import WorkerFactory
    from grader.sandbox.host import replace_worker_source

    course = built_in()
    modules = course.modules_needed(*course.names())
    with WorkerFactory(modules, first=replace_worker_source) as factory, out.open("w", encoding="utf-8") as stream:
        for kind in kinds:
            grades = hostile_files(factory, every) if kind == "hostile" else whole_files(factory, kind, every)
            for name, grade in grades:
                stream.write(json.dumps([name, fields_of(grade)]) + "\n")
                stream.flush()


def compare(before: Path, after: Path) -> int:
    """Print every difference; returns how many files differ."""
    sides = [dict(map(json.loads, path.read_text("utf-8").splitlines())) for path in (before, after)]
    differing = 0
    for name in sorted(sides[0].keys() | sides[1].keys()):
        old, new = (side.get(name) for side in sides)
        if old != new:
            differing += 1
            print(f"{name}\n  - {json.dumps(old)[:1500]}\n  + {json.dumps(new)[:1500]}")
    print(f"{differing} of {len(sides[0])} files differ")
    return differing


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one file in N of each kind")
    parser.add_argument("file", type=Path)
    parser.add_argument("rest", nargs="*")
    given = parser.parse_args()
    if given.compare:
        sys.exit(1 if compare(given.file, Path(given.rest[0])) else 0)
    record(given.file, given.rest or list(KINDS), given.every)


if __name__ == "__main__":
    main()
