"""Seeds that depend on their parts and on nothing else."""

from __future__ import annotations

import hashlib


def request_seed(*parts: object) -> int:
    """A seed below 2**63 that depends on all parts and on nothing else."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "little") >> 1
