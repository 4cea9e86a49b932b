"""What a worker is told about itself before it starts."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

from grader.sandbox.contract.limits import Limits


@dataclass(frozen=True)
class WorkerSpec:
    """One worker's surroundings.

    Attributes:
        scratch: its private folder: `TMPDIR`, `HOME` and current folder.
        limits: what it may use.
        accelerator: "cpu", "simgpu" (the simulated one is installed) or "cuda" (real device files may be opened).
        user_number: as root it decides the worker's own user id.
        confined: whether the lockdown is asked for at all (`--no-sandbox` says no).
        off: lockdown layers that are left out (tests turn each off in turn).
        hidden: folders that it must not read even where they lie among the libraries.
    """

    scratch: str
    limits: Limits = dataclasses.field(default_factory=Limits)
    accelerator: str = "cpu"
    user_number: int = 0
    confined: bool = True
    off: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def to_text(self) -> str:
        """One line of JSON."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_text(cls, text: str) -> WorkerSpec:
        """The spec that `to_text` wrote."""
        fields = json.loads(text)
        lists = {name: tuple(fields[name]) for name in ("off", "hidden")}
        return cls(**{**fields, **lists, "limits": Limits(**fields["limits"])})
