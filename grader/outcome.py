"""The vocabulary of a result. Imports nothing but drawings, so that every other file may import it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from grader.drawings.curves import Curve
from grader.drawings.pictures import Picture, picture_from_json, picture_to_json

REPORT_VERSION = 1


class Status(enum.StrEnum):
    """How a check ended. Only `PASSED` and `PARTIAL` carry points."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    NOT_STARTED = "not_started"
    ERROR = "error"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    SKIPPED = "skipped"
    GRADER_ERROR = "grader_error"

    @property
    def broke(self) -> bool:
        """Whether the check could not come to a verdict about the learner's values."""
        return self in (Status.ERROR, Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.GRADER_ERROR)


@dataclass(frozen=True)
class CheckOutcome:
    """One check of one submission.

    Attributes:
        name: the check's name, without `check_`.
        function: the learner's function (or class) that it grades.
        description: the sentence the learner sees: what the check demands.
        points, max_points: points given and to be had.
        message: what happened, in one or a few sentences.
        advice: what was probably believed and what to do instead, or None.
        misconceptions: names of the misconceptions recognised.
        details: the call, views of input, expected and got, as plain text, or None.
        proven_on: devices that the check ran on, such as ("cpu", "simgpu").
        tolerance: every tolerance that was applied, with its reason, or None.
        line: the line of the learner's file that the check is about, from 1, where that is known.
        curves: plots for the report.
        pictures: pictures for it.
        seconds: wall time of the check.
    """

    name: str
    function: str
    description: str
    status: Status
    points: float
    max_points: float
    message: str
    advice: str | None = None
    misconceptions: tuple[str, ...] = ()
    details: str | None = None
    proven_on: tuple[str, ...] = ()
    tolerance: str | None = None
    line: int | None = None
    curves: tuple[Curve, ...] = ()
    pictures: tuple[Picture, ...] = ()
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The check as the plain object that `--json` prints."""
        return {
            "name": self.name,
            "function": self.function,
            "description": self.description,
            "status": self.status.value,
            "points": self.points,
            "max_points": self.max_points,
            "message": self.message,
            "advice": self.advice,
            "misconceptions": list(self.misconceptions),
            "details": self.details,
            "proven_on": list(self.proven_on),
            "tolerance": self.tolerance,
            "line": self.line,
            "curves": [asdict(curve) for curve in self.curves],
            "pictures": [picture_to_json(picture) for picture in self.pictures],
            "seconds": round(self.seconds, 4),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The check that `to_json` made plain; what an older version left out has its default.

        Raises:
            KeyError, ValueError, TypeError: it is no such object.
        """
        known = {entry.name: plain[entry.name] for entry in fields(cls) if plain.get(entry.name) is not None}
        lists: dict[str, Any] = {name: tuple(known[name]) for name in ("misconceptions", "proven_on") if name in known}
        curves = tuple(map(Curve.from_json, known.get("curves", ())))
        pictures = tuple(map(picture_from_json, known.get("pictures", ())))
        checked: dict[str, Any] = {"function": "", "description": known["name"], **known, **lists}
        return cls(**{**checked, "status": Status(known["status"]), "curves": curves, "pictures": pictures})


@dataclass(frozen=True)
class LoadFailure:
    """Why a file could not be loaded, so that none of its functions could be tried.

    Attributes:
        sentence: the whole of it, for the learner.
        reason: what Python says of a text that is no Python ("expected ':'"), or an empty text.
        line, column: where in the file, from 1, where that is known.
        code: that line's text, or an empty text.
    """

    sentence: str
    reason: str = ""
    line: int | None = None
    column: int | None = None
    code: str = ""


@dataclass(frozen=True)
class Grade:
    """All checks of one exercise for one submission.

    Attributes:
        exercise: the exercise's name.
        seed: the seed of every input; the same seed and versions give the same score.
        checks: outcomes in the order of the checks file.
        source_sha256: hash of the submission's bytes.
        isolation: level ("full", "partial", "process") and the sentences that say what is missing.
        versions: name to version of what can change a score.
        notices: sentences for the learner that cost no points.
        printed: the end of what the submission printed.
        usage: `wall_s` of the grading; `cpu_s`, `memory_mib` of the submission's workers.
        faults: what broke on our side while the grade was explained; the points stand.
        load_failure: why the file could not be loaded, or None; not part of the JSON, whose messages say it.
    """

    exercise: str
    seed: int
    checks: tuple[CheckOutcome, ...]
    source_sha256: str = ""
    isolation: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    printed: str = ""
    usage: Mapping[str, float] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    load_failure: LoadFailure | None = None

    @property
    def score(self) -> float:
        """Points given."""
        return sum(check.points for check in self.checks)

    @property
    def max_score(self) -> float:
        """Points to be had."""
        return sum(check.max_points for check in self.checks)

    @property
    def fault(self) -> str | None:
        """Why this is no grade, or None: no checks at all, or checks that the grader itself could not finish."""
        if not self.checks:
            return "no check ran"
        faulty = (check for check in self.checks if check.status is Status.GRADER_ERROR)
        return "; ".join(f"{check.name}: {check.message}" for check in faulty) or None

    @property
    def at_fault(self) -> bool:
        """Whether a fault of ours touched this grade."""
        return self.fault is not None

    def to_json(self) -> dict[str, Any]:
        """The grade as the plain object that `--json` prints (schema: `grader/report.schema.json`)."""
        return {
            "version": REPORT_VERSION,
            "exercise": self.exercise,
            "score": self.score,
            "max_score": self.max_score,
            "seed": self.seed,
            "checks": [check.to_json() for check in self.checks],
            "source_sha256": self.source_sha256,
            "isolation": dict(self.isolation),
            "versions": dict(self.versions),
            "notices": list(self.notices),
            "printed": self.printed,
            "usage": dict(self.usage),
            "faults": list(self.faults),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """The grade that `to_json` made plain; what an older version left out has its default.

        Raises:
            KeyError, ValueError, TypeError: it is no such object.
        """
        known = {entry.name: plain[entry.name] for entry in fields(cls) if plain.get(entry.name) is not None}
        checks = tuple(map(CheckOutcome.from_json, known.get("checks", ())))
        lists = {name: tuple(known.get(name, ())) for name in ("notices", "faults")}
        return cls(**{"seed": 0, **known, "checks": checks, **lists})
