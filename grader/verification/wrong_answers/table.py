"""`grade verify --advice`: of the course's wrong answers, how many are told their mistake, and how."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from grader.verification.wrong_answers.telling import Told

ToldFiles = Mapping[str, Mapping[str, Told]]
WRONG = (Told.MISLEADING, Told.UNNOTICED)


def as_text_of_json(files: ToldFiles) -> str:
    """Counts of each exercise and in sum, and what each file is told."""
    counts = {exercise: _counts(told) for exercise, told in files.items()}
    whole = {kind.value: sum(count[kind.value] for count in counts.values()) for kind in Told}
    told = {file: kind.value for answers in files.values() for file, kind in sorted(answers.items())}
    return json.dumps({"exercises": counts, "sum": whole, "files": told}, indent=2)


def _counts(told: Mapping[str, Told]) -> dict[str, int]:
    counts = Counter(told.values())
    return {kind.value: counts[kind] for kind in Told}


def table_lines(files: ToldFiles) -> Iterator[str]:
    """The table, a line an exercise and one for the sum, then each file that is not told its mistake."""
    yield f"{'':10} answers " + " ".join(f"{kind.value:>10}" for kind in Told)
    rows = {exercise: _counts(told) for exercise, told in files.items()}
    rows["all"] = {kind.value: sum(row[kind.value] for row in rows.values()) for kind in Told}
    for name, row in rows.items():
        if name != "all" or len(rows) > 2:
            yield f"{name:10} {sum(row.values()):7} " + " ".join(f"{row[kind.value]:10}" for kind in Told)
    total = sum(rows["all"].values())
    yield f"{'':10} {'':7} " + " ".join(f"{_row_share(rows['all'][kind.value], total):>10}" for kind in Told)
    for kind in (Told.SILENT, *WRONG):
        yield from (
            f"{kind.value}: {file}" for told in files.values() for file, met in sorted(told.items()) if met is kind
        )


def _row_share(part: int, total: int) -> str:
    """A share in percent, with one digit."""
    return f"{100 * part / total:.1f} %" if total else "-"
