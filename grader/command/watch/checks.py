"""One check after the other for `grade watch`, by a warm process of its own that ends with it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from grader.command.warming import ENTRY_OF_ONE
from grader.processes import python_command
from grader.warm import client
from grader.warm.client import Front


class Check:
    """A check at work: what it says can be read from `descriptor`."""

    def __init__(self, descriptor: int, work: Front | subprocess.Popen[bytes]) -> None:
        self.descriptor, self._work = descriptor, work
        self._rest = b""
        os.set_blocking(descriptor, False)

    def lines(self) -> list[str] | None:
        """Whole lines that have come since; None when there will be no more."""
        try:
            part = os.read(self.descriptor, 1 << 20)
        except BlockingIOError:
            return []
        if not part:
            return None
        *whole, self._rest = (self._rest + part).split(b"\n")
        return [line.decode("utf-8", "replace") for line in whole]

    def end(self) -> None:
        """End it, whether it is done or not; a warm process ends the front of a client that has gone."""
        os.close(self.descriptor)
        if isinstance(self._work, Front):
            self._work.stream.close()
        else:
            self._work.kill()
            self._work.wait()


class Checks:
    """Starts checks. On Linux by a warm process, started here, which dies with this one; elsewhere each by itself."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="autogradus-watch-"))
        self._path = self._folder / "warm"
        self._resident: subprocess.Popen[bytes] | None = None
        self.prepare()

    def prepare(self) -> None:
        """Start the warm process if there is none."""
        if sys.platform == "linux" and (self._resident is None or self._resident.poll() is not None):
            self._resident = subprocess.Popen(
                python_command(ENTRY_OF_ONE, str(self._path), str(os.getpid()), isolated=False),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def begin(self, arguments: Sequence[str]) -> Check | None:
        """Start `grade` with the arguments; None when the warm process is not ready yet: ask again."""
        reader, writer = os.pipe2(os.O_CLOEXEC)
        nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        try:
            work = self._front(arguments, (nothing, writer, writer))
        finally:
            os.close(writer)
            os.close(nothing)
        if work is None:
            os.close(reader)
            return None
        return Check(reader, work)

    def _front(
        self, arguments: Sequence[str], descriptors: tuple[int, int, int]
    ) -> Front | subprocess.Popen[bytes] | None:
        if sys.platform != "linux":
            command = [sys.executable, "-P", "-m", "grader", *arguments]
            stdin, stdout, stderr = descriptors
            return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr)
        self.prepare()
        if not self._path.exists():
            return None
        front = client.begin(self._path, arguments, descriptors)
        if front is None and self._path.exists():
            # It is there and takes nothing: it is stuck.
            self._end_resident()
        return front

    def close(self) -> None:
        """End the warm process, and with it all that it started."""
        self._end_resident()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end_resident(self) -> None:
        if self._resident is not None:
            self._resident.kill()
            self._resident.wait()
            self._resident = None
        with contextlib.suppress(OSError):
            self._path.unlink()
