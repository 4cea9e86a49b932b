"""What one worker may use. Data with units; the enforcement is elsewhere (lockdown, checker)."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

# Scratch folder over largest file, and the virtual address space that is no memory (thread stacks, allocator arenas).
_SCRATCH_FILES = 4
ADDRESS_SLACK_MIB = 16 * 1024
# The kernel's own CPU limit is a backstop for the life of a worker: the checker stops each request at `cpu_s`.
_BACKSTOP_REQUESTS = 100


@dataclass(frozen=True)
class Limits:
    """Limits of one request (the first two) and of the worker that answers it (the others).

    Raises:
        TypeError: a field is not a number (`memory_mib` and those below it: not a whole number).
        ValueError: a field is not above 0, or `wall_s` is below `cpu_s`.
    """

    cpu_s: float = 10.0
    """Processor seconds a request may use; beyond them the worker is killed and the check ends as a timeout."""

    wall_s: float = 60.0
    """Seconds on the clock a request may take, however busy the machine is; then as above. At least `cpu_s`."""

    memory_mib: int = 4096
    """Memory, in MiB, that the submission may hold beyond what a fresh worker holds; then MemoryError is raised."""

    output_kib: int = 256
    """Printed text, in KiB, that is kept; of a longer output the end is kept and the rest is thrown away."""

    file_mib: int = 64
    """Size, in MiB, of the largest file that may be written; a write beyond it raises OSError (EFBIG)."""

    open_files: int = 256
    """Files that may be open at once; one more raises OSError (EMFILE)."""

    def __post_init__(self) -> None:
        """Refuse values that could only be mistakes."""
        for field in dataclasses.fields(self):
            _validate(field.name, getattr(self, field.name), whole=field.name not in ("cpu_s", "wall_s"))
        if self.wall_s < self.cpu_s:
            raise ValueError(
                f"Limits.wall_s must be at least Limits.cpu_s, or the CPU limit could never be reached; "
                f"expected at least {self.cpu_s:g}, got {self.wall_s:g}. Raise wall_s or lower cpu_s."
            )

    @property
    def scratch_mib(self) -> int:
        """Size, in MiB, of the whole scratch folder where it can have a file system of its own; then ENOSPC."""
        return _SCRATCH_FILES * self.file_mib

    @property
    def lifetime_cpu_s(self) -> int:
        """Processor seconds of a whole worker, after which the kernel kills it even if the checker has gone."""
        return int(_BACKSTOP_REQUESTS * max(1.0, self.cpu_s))


def _validate(name: str, value: object, whole: bool) -> None:
    """Refuse what is not a positive number of the right kind."""
    kinds = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        kind = "a whole number" if whole else "a number"
        raise TypeError(f"Limits.{name} must be {kind}; expected for example {_default(name)!r}, got {value!r}.")
    if not 0 < value < float("inf"):
        example = _default(name)
        raise ValueError(f"Limits.{name} must be above 0 and finite; expected for example {example!r}, got {value!r}.")


def _default(name: str) -> object:
    """The field's default value."""
    return Limits.__dataclass_fields__[name].default
