"""Details of a failed check as plain text: the call, small views of arguments, expected and got, the frames, the replay."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import torch

from grader.fault_place import described_fault
from grader.grading.views import both_views, kind, view
from grader.kit.check_run import CheckRun
from grader.kit.stopped import Evidence
from grader.outcome import Status
from grader.session.outline import Outline
from grader.session.wording import argument
from grader.source import SourceFile

_TOLD = (Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.PARTIAL)
_WEIGHTED = "(the gradient of the result's entries, each times a random number, added up)"


def details(run: CheckRun, source: SourceFile, outline: Outline, seed: int) -> str | None:
    """The details of a check that failed or broke, or None."""
    if run.fault is not None:
        return described_fault(run.fault, Path(run.check.body.__code__.co_filename))
    stopped = run.stopped
    if stopped is not None and stopped.evidence.so_far:
        return f"so far: {stopped.evidence.so_far}\n{_replay(run, source, seed)}"
    if stopped is None or stopped.status not in _TOLD:
        return None
    names = outline.parameters(run.function)
    lines = [
        *_call_lines(run, stopped.evidence, names),
        *_pair_lines(stopped.evidence, names),
        *_frame_lines(run, source),
    ]
    return "\n".join([*lines, _replay(run, source, seed)])


def _replay(run: CheckRun, source: SourceFile, seed: int) -> str:
    """The command that runs just this check again, ready to be pasted."""
    return f"again: grade {source.name} {shlex.quote(source.origin)} --check {run.name} --seed {seed}"


def _call_lines(run: CheckRun, evidence: Evidence, names: Sequence[str]) -> list[str]:
    """The call and its arguments by name; of a call that raised, those of the last request."""
    call, inputs = evidence.call, evidence.inputs
    _, request, reply = run.transcript.entries[-1] if run.transcript.entries else ("", None, None)
    if not call and request and reply and reply.failure and request.probe is None:
        inputs = request.args
        call = f"{request.function}({', '.join(map(kind, inputs))})"
    label = "call" if inputs or f"{run.function}(" in call else "compared"
    lines = [f"{label}: {call}"] if call else []
    return lines + [f"{argument(index, names)}: {view(value)}" for index, value in enumerate(inputs)]


def _pair_lines(evidence: Evidence, names: Sequence[str]) -> list[str]:
    """Both sides; a reference in double precision is shown in the precision of what came."""
    if not evidence.has_pair:
        return []
    expected, got, about = evidence.expected, evidence.got, []
    if evidence.gradient_of is not None:
        about = [f"with respect to {argument(evidence.gradient_of, names)} {_WEIGHTED}"]
        both = isinstance(expected, torch.Tensor) and isinstance(got, torch.Tensor)
        expected = expected.to(got.dtype) if both and got.is_floating_point() else expected
    return [*about, *both_views(expected, got)]


def _frame_lines(run: CheckRun, source: SourceFile) -> list[str]:
    """The learner's own frames, when the last reply was an exception."""
    failure = run.transcript.entries[-1][2].failure if run.transcript.entries else None
    if failure is None:
        return []
    return [f"{source.place(line)}, in {name}: {code}" for line, name, code in failure.frames]
