"""After a worker: remove its scratch folder whatever is in it, and prove that none of its processes is left.

The worker may have made folders that nobody may enter, trees deeper than any path name, or a million files. No name in
there is trusted and no link is followed. Folders are emptied from the top: a folder inside is moved up beside the
others before it is entered, so the depth never exceeds two and no path grows.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.inside.lockdown.worker_user import WorkerUser

_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
# Where files of anybody can be made; a locked worker cannot, so what a user's user owns here is a hole to report.
_SHARED_FOLDERS = ("/dev/shm", "/dev/mqueue", "/tmp", "/var/tmp")
_PROC = Path("/proc")
_PATIENCE_S = 5.0


@dataclass(frozen=True)
class Sweep:
    """What a sweep found; all empty after a worker that stayed in its user.

    Attributes:
        killed: process ids that outlived the worker and were killed.
        strays: files of the user's user outside of its scratch folder, now removed.
        left: what could not be killed or removed, one sentence each.
    """

    killed: tuple[int, ...] = ()
    strays: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing had outlived the worker and nothing is left."""
        return not (self.killed or self.strays or self.left)


def sweep(scratch: str, user: WorkerUser | None = None, group: int | None = None) -> Sweep:
    """Clear away after a worker that has ended.

    Args:
        scratch: its private folder.
        user: its number; as root every process and stray file of the number's user goes.
        group: its process group, where it had one of its own; every member goes. A locked worker cannot leave it.
    """
    uid = user.uid if user is not None and _is_root() else None
    killed, alive = _kill_all(uid, group)
    left = [f"process {pid} could not be killed" for pid in alive]
    strays = list(_remove_strays(uid, scratch)) if uid is not None else []
    if not remove_tree(scratch):
        left.append(f"{scratch} could not be removed")
    return Sweep(killed, tuple(strays), tuple(left))


def occupants(uid: int | None = None, group: int | None = None) -> tuple[int, ...]:
    """Ids of living processes of a user or of a process group (Linux; elsewhere none can be named)."""
    if not _PROC.is_dir() or (group is None and not (uid is not None and is_in_use(uid))):
        return ()
    pids = []
    for entry in os.listdir(_PROC):
        if entry.isdigit() and int(entry) != os.getpid() and _belongs(_PROC / entry, uid, group):
            pids.append(int(entry))
    return tuple(sorted(pids))


def is_in_use(uid: int) -> bool:
    """Whether a user has any process, one that has ended but is not reaped included: one call, however many there are."""
    try:
        os.getpriority(os.PRIO_USER, uid)
    except ProcessLookupError:
        return False
    return True


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _belongs(process: Path, uid: int | None, group: int | None) -> bool:
    """Whether a living process is the user's or in the group; who owns /proc/N is no help, a locked one hides it."""
    try:
        return (uid is not None and _runs_as(process, uid)) or (group is not None and _runs_in(process, group))
    except (OSError, IndexError, KeyError, ValueError):
        return False


def _runs_as(process: Path, uid: int) -> bool:
    """Whether one of its user ids is `uid`; a zombie runs no more."""
    with open(process / "status", "rb") as file:
        facts = dict(line.split(b":", 1) for line in file.read().split(b"\n", 12)[:12])
    return str(uid).encode() in facts[b"Uid"].split() and facts[b"State"].split()[0] not in (b"Z", b"X")


def _runs_in(process: Path, group: int) -> bool:
    """Whether it is a living member of the process group."""
    with open(process / "stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    return int(fields[2]) == group and fields[0] not in (b"Z", b"X")


def _kill_all(uid: int | None, group: int | None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Kill until nobody is left; (those killed, those that would not die)."""
    killed: set[int] = set()
    deadline_s = time.monotonic() + _PATIENCE_S
    while (uid is not None or group is not None) and (alive := occupants(uid, group)):
        killed |= set(alive)
        if time.monotonic() > deadline_s:
            return tuple(sorted(killed)), alive
        for pid in alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)
    return tuple(sorted(killed)), ()


def _remove_strays(uid: int, scratch: str) -> Iterator[str]:
    """Remove what the user owns in folders that all may write to; yields the names."""
    for folder in _SHARED_FOLDERS:
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.path != scratch and entry.stat(follow_symlinks=False).st_uid == uid:
                    remove_tree(entry.path)
                    yield entry.path


def remove_tree(path: str) -> bool:
    """Remove a file, a link, or a folder with all that is in it; returns whether it is gone. Links are not followed."""
    with contextlib.suppress(OSError):
        if stat.S_ISDIR(os.lstat(path).st_mode):
            _empty(path)
            os.rmdir(path)
        else:
            os.unlink(path)
    return not os.path.lexists(path)


def _empty(path: str) -> None:
    """Remove everything in a folder."""
    top = _open_folder(path)
    names = (f".sweep-{number}" for number in itertools.count())
    pending: list[str] = []
    try:
        pending = _clear_out(top, top, names)
        while pending:
            name = pending.pop()
            folder = _open_folder(name, top)
            try:
                pending += _clear_out(folder, top, names)
            finally:
                os.close(folder)
            os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)


def _open_folder(name: str, parent: int | None = None) -> int:
    """A descriptor of a folder, made accessible first."""
    with contextlib.suppress(OSError):
        return os.open(name, _FOLDER_FLAGS, dir_fd=parent)
    if stat.S_ISDIR(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
        os.chmod(name, stat.S_IRWXU, dir_fd=parent)
    return os.open(name, _FOLDER_FLAGS, dir_fd=parent)


def _clear_out(folder: int, top: int, names: Iterator[str]) -> list[str]:
    """Unlink the files of a folder and move its folders up into `top`; returns their new names."""
    os.fchmod(folder, stat.S_IRWXU)
    moved: list[str] = []
    entries = os.scandir(folder)
    with entries:
        for entry in entries:
            if folder == top and entry.name in moved:
                continue
            if not entry.is_dir(follow_symlinks=False):
                os.unlink(entry.name, dir_fd=folder)
                continue
            # Moving a folder rewrites its "..", which takes the right to write to it.
            os.chmod(entry.name, stat.S_IRWXU, dir_fd=folder)
            moved.append(_move_up(entry.name, folder, top, names))
    return moved


def _move_up(name: str, folder: int, top: int, names: Iterator[str]) -> str:
    """Rename a folder to a name of ours in `top`; names that the worker took are passed over."""
    for new in names:
        try:
            os.stat(new, dir_fd=top, follow_symlinks=False)
        except FileNotFoundError:
            os.rename(name, new, src_dir_fd=folder, dst_dir_fd=top)
            return new
    raise AssertionError("names never end")
