"""Files of ours: written whole or not at all, held by one process at a time; and how large a stranger's may be."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

MIB = 1 << 20


def write_whole(path: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Write a file (text as UTF-8) so that at any moment it is either the old one or the new one.

    Raises:
        OSError: the folder cannot be written to, or the disk is full; the old file stands then.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A pipe or a device, such as /dev/stdout, is written to, never replaced by a file.
        path.write_bytes(data)
        return
    descriptor, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        os.chmod(draft, mode)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def hold(path: str | Path) -> int | None:
    """A descriptor that holds the lock file until it is closed; None when another process holds it.

    Raises:
        OSError: the lock file cannot be made.
        ImportError: this system has no such locks (Windows).
    """
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def too_large(size_bytes: int, cap_bytes: int) -> str:
    """The reason given for a file above its cap."""
    return f"is larger than {cap_bytes / MIB:g} MiB ({size_bytes / MIB:.1f} MiB)"
