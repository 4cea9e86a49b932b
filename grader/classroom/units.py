"""A unit: one student's source for one exercise, and the key under which its grade is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from grader.session.seeds import seed_of_student


@dataclass(frozen=True)
class Unit:
    """One student's source for one exercise.

    Attributes:
        student: the student's id in the gradebook.
        exercise: the exercise's name.
        source: bytes of the Python file, as handed in (of a notebook: its code cells, joined).
        origin: path inside what the platform handed out.
        submitted_at: UTC, such as "2026-03-01T12:00:00Z"; None where the layout does not say.
        attempt: 1 is the student's oldest for this exercise.
        late: whether the platform itself marked it late.
        notes: sentences for the instructor on how it was read.
    """

    student: str
    exercise: str
    source: bytes
    origin: str
    submitted_at: str | None = None
    attempt: int = 1
    late: bool = False
    notes: tuple[str, ...] = ()

    @property
    def source_hash(self) -> str:
        """SHA-256 of the source, in hexadecimal."""
        return _hash_of(self.source)


@dataclass(frozen=True)
class Conditions:
    """All that a score depends on besides the source.

    Attributes:
        checks_hash: hash of the exercise's checks and misconceptions.
        grader_version: version of Autogradus.
        torch_version: version of torch.
        seed: seed of every input; where each student has one of their own, the class's, from which theirs follow.
        limits: the limits as one text, see `canonical`.
        mnist: which MNIST the worker sees, "embedded" or "full".
        seed_per_student: whether each student has a seed of their own.
    """

    checks_hash: str
    grader_version: str
    torch_version: str
    seed: int
    limits: str
    mnist: str
    seed_per_student: bool = False

    def of_student(self, student: str) -> Conditions:
        """The conditions under which this student's work is graded."""
        return replace(self, seed=seed_of_student(self.seed, student)) if self.seed_per_student else self


def _hash_of(source: bytes) -> str:
    """SHA-256 of a source, in hexadecimal."""
    return hashlib.sha256(source).hexdigest()


def canonical(values: Mapping[str, object]) -> str:
    """One text for equal values: JSON with sorted keys and no spaces."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def key_of(exercise: str, source_hash: str, conditions: Conditions) -> str:
    """Hash of everything that decides the score; equal keys have equal scores.

    The student is not part of it: equal sources under one seed are graded once.
    """
    parts = (
        exercise,
        source_hash,
        conditions.checks_hash,
        conditions.grader_version,
        conditions.torch_version,
        str(conditions.seed),
        conditions.limits,
        conditions.mnist,
    )
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        # The length before each part keeps ("ab", "c") and ("a", "bc") apart.
        digest.update(len(encoded).to_bytes(8, "big") + encoded)
    return digest.hexdigest()
