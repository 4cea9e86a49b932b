"""What all requests of one submission may use together, whatever each of them may use alone."""

from __future__ import annotations

import threading

from grader.sandbox.contract.limits import Limits

# Of the limits of its checks together, a submission gets one in so many: right answers use less than one in twenty.
_CHECKS_A_FULL_LIMIT = 8
# Replies are kept until the grade is told.
_REPLIES_MIB = 1024


class Budget:
    """Time on the processor, time on the clock and memory for replies; it grows with each check that is to run.

    Attributes:
        cpu_s, wall_s: what is allowed, in seconds.
        replies_bytes: what the replies kept so far take.
    """

    def __init__(self, replies_mib: int = _REPLIES_MIB) -> None:
        self.replies_mib = replies_mib
        self.replies_bytes = 0
        self._largest, self._shares = (0.0, 0.0), (0.0, 0.0)
        self._used = (0.0, 0.0)
        # Two workers of one submission may answer at once.
        self._lock = threading.Lock()

    @property
    def cpu_s(self) -> float:
        """Processor seconds allowed: one full limit, and a share of every check's."""
        return self._largest[0] + self._shares[0]

    @property
    def wall_s(self) -> float:
        """Seconds on the clock allowed, likewise."""
        return self._largest[1] + self._shares[1]

    @property
    def is_spent(self) -> bool:
        """Whether no further request may be made; never so before a check was announced."""
        return self._largest[0] > 0 and (self._used[0] > self.cpu_s or self._used[1] > self.wall_s)

    def allow(self, limits: Limits) -> None:
        """Make room for one more check."""
        cpu_s, wall_s = self._largest
        self._largest = (max(cpu_s, limits.cpu_s), max(wall_s, limits.wall_s))
        share = 1 / _CHECKS_A_FULL_LIMIT
        self._shares = (self._shares[0] + share * limits.cpu_s, self._shares[1] + share * limits.wall_s)

    def use(self, cpu_s: float, wall_s: float) -> None:
        """Note what an exchange took."""
        with self._lock:
            self._used = (self._used[0] + cpu_s, self._used[1] + wall_s)

    def keep(self, size_bytes: int) -> bool:
        """Note a reply that is to be kept; False when there is no room for it."""
        with self._lock:
            if self.replies_bytes + size_bytes > self.replies_mib << 20:
                return False
            self.replies_bytes += size_bytes
        return True
