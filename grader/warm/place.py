"""Where the socket of a user's resident process is, and what must be the same on both sides of it. Imports no torch."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
# What an interpreter or torch reads once, when it starts.
_STARTING = ("PYTHON", "LD_", "LC_", "LANG", "OMP_", "MKL_", "OPENBLAS_", "CUDA_", "TORCH", "PYTORCH_", "VIRTUAL_ENV")


class NoPlace(Exception):
    """There is no folder that only this user can enter; the text says why."""


def socket_path() -> Path:
    """The socket of this user's resident for this interpreter and this package.

    Raises:
        NoPlace: the folder is not this user's alone.
    """
    return private_folder() / socket_name()


def socket_name() -> str:
    """The file name of the socket, which stands for this interpreter and this package."""
    return f"warm-{hashlib.sha256(f'{_interpreter()}{_PACKAGE}'.encode()).hexdigest()[:12]}"


def lock_of(path: Path) -> Path:
    """The lock file beside a socket; its resident holds it and has written its process id there."""
    return path.with_name(f"{path.name}.lock")


def private_folder() -> Path:
    """The folder for sockets, made when it is not there.

    Raises:
        NoPlace: somebody else owns it or may enter it, or it cannot be made.
    """
    given = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(given) / "autogradus" if given else Path(tempfile.gettempdir()) / f"autogradus-{os.geteuid()}"
    try:
        with contextlib.suppress(FileExistsError):
            folder.mkdir(0o700)
        facts = folder.lstat()
    except OSError as error:
        raise NoPlace(f"{folder} cannot be made: {error.strerror}.") from error
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_mode & 0o077:
        raise NoPlace(f"{folder} must be a folder that only you may enter.")
    return folder


def fingerprint(environment: Mapping[str, str]) -> str:
    """Hash of the installed code, the interpreter and the part of the environment that is read when a process starts."""
    digest = hashlib.sha256(f"{_interpreter()}{sys.version}\0".encode())
    for name in sorted(environment):
        if name.startswith(_STARTING):
            digest.update(f"{name}={environment[name]}\0".encode("utf-8", "surrogateescape"))
    for line in sorted(_code()):
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _interpreter() -> str:
    """The interpreter by whichever of its names it was called: python, python3 and python3.12 of one environment are one."""
    return f"{sys.prefix}\0{os.path.realpath(sys.executable)}\0"


def _code() -> Iterator[str]:
    """A line for each file of ours, and for the folders that an installation changes."""
    folders = [str(_PACKAGE)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders += [entry.path] if entry.name != "__pycache__" else []
                elif entry.name.endswith(".py"):
                    facts = entry.stat()
                    yield f"{entry.path} {facts.st_mtime_ns} {facts.st_size}\n"
    for kind in ("purelib", "platlib"):
        with contextlib.suppress(OSError):
            yield f"{kind} {os.stat(sysconfig.get_path(kind)).st_mtime_ns}\n"
