"""Measure what the bugs of `grader/bugs` show, and write the records that `grade debug` reads.

    python tools/record_debugging.py exercise3     one exercise
    python tools/record_debugging.py               all that have bugs
    python tools/record_debugging.py --course DIR exercise1

Curves come from running the solution and the wrong programs, each under the seeds of its scene; nothing is written by
hand. `grade verify` says when a record is older than the files it was made from.
"""

import argparse

from grader.courses import find_course
from grader.debugging.measuring import shown_by
from grader.debugging.record import Record, bugs_path, record_path
from grader.debugging.recording import declared, measured
from grader.files import write_whole


def main() -> None:
    """Write the records that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("exercises", nargs="*")
    parser.add_argument("--course", default="")
    given = parser.parse_args()
    course = find_course(given.course)
    names = [course.resolve(name) for name in given.exercises] or course.names()
    for name in names:
        if not bugs_path(course, name).is_file():
            continue
        record = measured(declared(course, name), shown_by)
        write_whole(record_path(course, name), record.as_text())
        show(record)


def show(record: Record) -> None:
    """A line for each bug: what it shows, and what stands beside it."""
    questions = sum(bool(bug.others) for bug in record.bugs.values())
    print(f"{record.exercise}: {len(record.bugs)} tasks, {questions} questions")
    for bug in record.bugs.values():
        scene = record.scenes[bug.scene]
        print(f"  {bug.level} {bug.function}: {bug.mistake}: {scene.sentence(bug.shows)}")
        print(f"      with {bug.partner or 'nothing'}; question beside {', '.join(bug.others) or 'nothing'}")


if __name__ == "__main__":
    main()
