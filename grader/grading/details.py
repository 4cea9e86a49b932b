"""Details of a failed check as plain text: the call, small views of input, expected and got, the frames, the replay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch

from grader.fault_place import described_fault
from grader.kit.check_run import CheckRun
from grader.kit.stopped import Evidence
from grader.outcome import Status
from grader.source import SourceFile

VIEW_LIMIT = 400
TOLD = (Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.PARTIAL)


def details(run: CheckRun, source: SourceFile, seed: int) -> str | None:
    """The details of a check that failed or broke, or None."""
    if run.fault is not None:
        return described_fault(run.fault, Path(run.check.body.__code__.co_filename))
    stopped = run.stopped
    if stopped is None or stopped.status not in TOLD:
        return None
    lines = [*evidence_lines(stopped.evidence), *frame_lines(run), replay(run, source, seed)]
    return "\n".join(lines)


def replay(run: CheckRun, source: SourceFile, seed: int) -> str:
    """The command that runs just this check again."""
    path = f" {source.origin!r}" if " " in source.origin else f" {source.origin}"
    return f"again: grade {source.name}{path} --check {run.name} --seed {seed}"


def evidence_lines(evidence: Evidence) -> list[str]:
    """The call, its inputs and both sides."""
    lines = [f"call: {evidence.call}"] if evidence.call else []
    lines += [f"input {number}: {view(value)}" for number, value in enumerate(evidence.inputs, 1)]
    if evidence.has_pair:
        lines += [f"expected: {view(evidence.expected)}", f"got:      {view(evidence.got)}"]
    return lines


def frame_lines(run: CheckRun) -> list[str]:
    """The learner's own frames, when the last reply was an exception."""
    failure = run.transcript.entries[-1][2].failure if run.transcript.entries else None
    if failure is None:
        return []
    return [f"line {line}, in {name}: {code}" for line, name, code in failure.frames]


def view(value: Any) -> str:
    """A value in a few lines: its shape first."""
    if isinstance(value, torch.Tensor):
        name = str(value.dtype).removeprefix("torch.")
        return f"{name} {tuple(value.shape)} {numbers_of(value.detach())}"
    if isinstance(value, np.ndarray):
        return f"{value.dtype.name} array {value.shape} {np.array2string(value, threshold=12, edgeitems=2)}"[
            :VIEW_LIMIT
        ]
    if isinstance(value, list | tuple) and len(value) > 6:
        return f"{type(value).__name__} of {len(value)}: {', '.join(view(item) for item in value[:4])}, ..."[
            :VIEW_LIMIT
        ]
    return repr(value)[:VIEW_LIMIT]


def numbers_of(tensor: torch.Tensor) -> str:
    """The numbers of a tensor, the middle left out when there are many."""
    plain = tensor.to(torch.float32) if tensor.dtype is torch.bfloat16 else tensor
    text = np.array2string(plain.numpy(), precision=5, threshold=12, edgeitems=2, max_line_width=100)
    return text[:VIEW_LIMIT]
