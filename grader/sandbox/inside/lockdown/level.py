"""What a lockdown reached: which layers are on, which are missing and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

_Level = Literal["full", "partial", "process"]
_REQUIRED = frozenset({"landlock", "seccomp", "rlimits"})


@dataclass(frozen=True)
class Missing:
    """A layer that is off, with the reason in one plain sentence."""

    layer: str
    reason: str


@dataclass(frozen=True)
class Lockdown:
    """The layers of one locked worker; the pieces that single layers report are added up with `+`.

    Attributes:
        on: names of the layers that hold, in the order in which they were put on.
        missing: the layers that do not hold, each with its reason.
    """

    on: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def level(self) -> _Level:
        """ "full": Landlock, seccomp and rlimits hold. "process": neither Landlock nor seccomp does. Else "partial"."""
        if set(self.on) >= _REQUIRED:
            return "full"
        return "partial" if {"landlock", "seccomp"} & set(self.on) else "process"

    def __add__(self, other: Lockdown) -> Lockdown:
        """Both pieces' layers."""
        return Lockdown(self.on + other.on, self.missing + other.missing)

    @classmethod
    def without(cls, layer: str, reason: str) -> Lockdown:
        """The piece of a layer that is missing."""
        return cls(missing=(Missing(layer, reason),))

    def sentences(self) -> tuple[str, ...]:
        """What is missing, one sentence a layer, for `grade doctor`."""
        return tuple(f"{missing.layer}: {missing.reason}" for missing in self.missing)

    def to_plain(self) -> dict[str, Any]:
        """Plain values: {"level", "on", "missing": [{"layer", "reason"}]}."""
        missing = [{"layer": item.layer, "reason": item.reason} for item in self.missing]
        return {"level": self.level, "on": list(self.on), "missing": missing}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Lockdown:
        """The lockdown that `to_plain` wrote; KeyError or TypeError when it is something else."""
        missing = tuple(Missing(str(item["layer"]), str(item["reason"])) for item in plain["missing"])
        return cls(tuple(str(name) for name in plain["on"]), missing)
