"""A run as an outcome: points, message, advice, details. What breaks on the way is left out, told as ours, and costs nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from grader.diagnosis.advice import advice
from grader.diagnosis.known import Misconception
from grader.diagnosis.mending import telling as mending
from grader.diagnosis.mending.search import Mend
from grader.diagnosis.pointing import line_meant
from grader.grading.shown.details import details
from grader.kit.check_run import CheckRun
from grader.outcome import CheckOutcome, Status
from grader.session import wording
from grader.session.outline import Outline
from grader.source import SourceFile

Made = TypeVar("Made")
# In characters: what a submission puts into a text is cut.
MESSAGE_LIMIT = 2_000
DETAILS_LIMIT = 8_000
# Nobody has heard of this device before: the first time it is named it is explained.
_SIMULATED = re.compile(r"\bsimgpu(:\d+)?\b(?! \()")
_PASSED_SENTENCE = "Passed."
_NO_CHECKS = "A fault of the grader, not of your code: the checks could not be run. It costs you nothing."


class Explaining:
    """Makes what explains a grade; `faults` are sentences about what could not be made. No point hangs on any of it.

    `model` is a right file, read as text.
    """

    def __init__(self, model: Outline | None = None) -> None:
        self.faults: list[str] = []
        self._model = model

    def try_to_make(self, what: str, make: Callable[[], Made], otherwise: Made) -> Made:
        """What `make` makes, or `otherwise` when it breaks."""
        try:
            return make()
        except Exception as error:
            sentence = (
                f"{what} could not be made ({type(error).__name__}). It is a fault of the grader; the points stand."
            )
            if sentence not in self.faults:
                self.faults.append(sentence)
            return otherwise

    def outcome(
        self,
        run: CheckRun,
        named: Sequence[Misconception],
        source: SourceFile,
        outline: Outline,
        seed: int,
        mend: Mend | None = None,
    ) -> CheckOutcome:
        """What a run is worth, in words and points."""
        stopped, points = run.stopped, run.check.spec.points
        share = 1.0 if stopped is None else stopped.share
        tried = mending.told(mend, run.function, source) if mend else None
        told = self.try_to_make(
            f"The advice for {run.function}", lambda: advice(run, named, outline, tried, self._model), None
        )
        shown = self.try_to_make(f"The details of {run.name}", lambda: details(run, source, outline, seed), None)
        return CheckOutcome(
            name=run.name,
            function=run.function,
            description=run.check.description,
            status=run.status,
            points=round(points * share, 2),
            max_points=float(points),
            message=_message(run),
            advice=_cut(told, MESSAGE_LIMIT) if told else None,
            misconceptions=tuple(misconception.name for misconception in named),
            details=_cut(shown, DETAILS_LIMIT) if shown else None,
            proven_on=tuple(sorted(run.transcript.proven_on)),
            tolerance="; ".join(sorted(run.transcript.tolerances)) or None,
            line=self.try_to_make(f"The line of {run.name}", lambda: _line(run, outline, mend), None),
            curves=tuple(run.transcript.curves),
            pictures=tuple(run.transcript.pictures),
            seconds=run.wall_s,
        )


def broken(exercise: str, faults: Sequence[str]) -> CheckOutcome:
    """The outcome that stands for checks which could not be collected or run."""
    text = "\n".join(faults) or "no check ran"
    return CheckOutcome(
        "checks", exercise, "The checks can be run.", Status.GRADER_ERROR, 0.0, 0.0, _NO_CHECKS, details=text
    )


def _line(run: CheckRun, outline: Outline, mend: Mend | None) -> int | None:
    """The line that is meant: the one whose change mends everything, or what the check met."""
    return mend.changes[0].line if mend and mend.is_whole else line_meant(run, outline)


def _message(run: CheckRun) -> str:
    message = _cut(run.stopped.message if run.stopped else _PASSED_SENTENCE, MESSAGE_LIMIT)
    message = _SIMULATED.sub(lambda device: f"{device[0]} (the simulated accelerator)", message, count=1)
    interrupted = any(reply.interrupted for _, _, reply in run.transcript.entries)
    return f"{message} {wording.INTERRUPTED}" if interrupted else message


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 4]} ..."
