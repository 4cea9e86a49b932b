"""Seeds: fresh ones, and those that follow from others, from which nobody finds the way back."""

from __future__ import annotations

import hashlib
import secrets

_FRESH_SEED_BITS = 64


def request_seed(*parts: object) -> int:
    """A seed below 2**63 that depends on all parts and on nothing else."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "little") >> 1


def fresh_seed() -> int:
    """A seed of 64 bits from the operating system: too many to be tried one by one."""
    return secrets.randbits(_FRESH_SEED_BITS)


def seed_of_student(seed: int, student: str) -> int:
    """A student's own seed in a class that has one for each; follows from the class's."""
    return request_seed("student", seed, student)
