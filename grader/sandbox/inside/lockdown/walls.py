"""Learner-friendly walls: a refused call becomes one sentence, and what can work without the refused thing does.

Nothing here protects anything: the learner's code may undo it all and only loses the friendly words.
"""

from __future__ import annotations

import dis
import errno
import re
import types
from collections.abc import Iterator

from grader.sandbox.inside.lockdown.softening import soften

__all__ = ["explain", "soften"]

_NETWORK = (
    "Graded code has no network: it cannot open connections or download anything. "
    "Remove the download; the data an exercise needs is handed to your function."
)
_PROCESSES = (
    "Graded code cannot start processes or programs. "
    "Do the work in plain Python or PyTorch; DataLoader(num_workers=0) and threads work."
)
_SIGNALS = "Graded code cannot send signals to other processes; remove the call."
_THREADS = "Graded code may start only a few threads at once; wait for them with join(), or do the work in one."
_FILES = (
    "Graded code may read only Python's own libraries and may write only to its scratch folder (tempfile gives you one)"
)
_METADATA = "Graded code cannot change modes, owners or times of files, nor watch or lock them; remove the call."
_SHARED_MEMORY = "Graded code has no memory that processes share; leave out share_memory() and work in one process."
_TOO_LARGE = "Graded code may write files of at most {limit}; write less, or several files."
_TOO_MANY_OPEN = "Graded code may have at most {limit} files open at once; close each one, best by `with open(...)`."
_SCRATCH_FULL = "The scratch folder of graded code is full; write less, or delete what you no longer need."
_OTHERWISE = (
    "Graded code runs in a locked room: no network, no processes, no signals to others, files only in its scratch "
    "folder. This call was refused; an exercise never needs it."
)

# Modules whose frames in a traceback tell what was wanted.
_MODULES = {
    _NETWORK: "socket ssl http urllib urllib3 requests httpx aiohttp ftplib smtplib socketserver xmlrpc",
    _PROCESSES: "subprocess multiprocessing popen_fork popen_spawn_posix process forkserver pty",
}
# Names on the line that failed; the call itself leaves no frame when it is written in C.
_NAMES = {
    _NETWORK: "socket create_connection getaddrinfo gethostbyname urlopen urlretrieve connect bind listen",
    _PROCESSES: "fork forkpty posix_spawn posix_spawnp execv execve execvp execvpe execl execle execlp spawnv spawnl",
    _SIGNALS: "kill killpg pidfd_send_signal",
    _METADATA: "chmod fchmod lchmod chown fchown lchown utime setxattr removexattr flock lockf copystat copymode "
    "mkfifo mknod",
    _SHARED_MEMORY: "SharedMemory share_memory_ share_memory SemLock shm_open mmap",
}
_REFUSED = {errno.EPERM, errno.EACCES, errno.ENOSYS}
_RUNTIME = (
    (re.compile(r"can't start new thread"), _THREADS),
    (re.compile(r"shared memory|shm_open|torch_shm_manager", re.IGNORECASE), _SHARED_MEMORY),
)
_CHAIN_LIMIT = 8


def explain(exception: BaseException) -> str | None:
    """One sentence for the learner when `exception` comes from a wall of the sandbox; None when it does not.

    Args:
        exception: what the learner's code raised; those that caused it are looked at, too.
    """
    for link in _chain(exception):
        if isinstance(link, OSError):
            sentence = _explain_os_error(link)
        elif isinstance(link, RuntimeError):
            sentence = next((text for pattern, text in _RUNTIME if pattern.search(_text(link))), None)
        else:
            sentence = None
        if sentence is not None:
            return sentence
    return None


def _chain(exception: BaseException) -> Iterator[BaseException]:
    """The exception and, behind it, those that led to it."""
    link: BaseException | None = exception
    for _ in range(_CHAIN_LIMIT):
        if link is None:
            return
        yield link
        # Not getattr: the learner's class may have made a property of it.
        reason = vars(link).get("reason")
        link = reason if isinstance(reason, BaseException) else link.__cause__ or link.__context__


def _explain_os_error(error: OSError) -> str | None:
    """The sentence for an error of the operating system."""
    kind = type(error)
    if kind.__module__ == "socket" and kind.__name__ in ("gaierror", "herror"):
        return _NETWORK
    if error.errno == errno.EFBIG:
        return _TOO_LARGE.format(limit=_limit("RLIMIT_FSIZE", 1 << 20, " MiB"))
    if error.errno == errno.EMFILE:
        return _TOO_MANY_OPEN.format(limit=_limit("RLIMIT_NOFILE", 1, ""))
    if error.errno == errno.ENOSPC:
        return _SCRATCH_FULL
    if error.errno not in _REFUSED:
        return None
    return _by_name(error) or _by_module(error) or _by_file(error) or _OTHERWISE


def _by_module(error: BaseException) -> str | None:
    """What the modules in the traceback were about, the innermost first."""
    for frame, _ in reversed(list(_frames(error))):
        parts = str(frame.f_globals.get("__name__", "")).split(".")
        for sentence, modules in _MODULES.items():
            if set(parts) & set(modules.split()):
                return sentence
    return None


def _by_name(error: BaseException) -> str | None:
    """What the names on the failing line are about."""
    frames = list(_frames(error))
    if not frames:
        return None
    frame, line = frames[-1]
    names = _names_on_line(frame.f_code, line)
    return next((sentence for sentence, known in _NAMES.items() if names & set(known.split())), None)


def _by_file(error: OSError) -> str | None:
    """The sentence about files, naming the one that was refused."""
    if not isinstance(error.filename, (str, bytes)):
        return None
    name = error.filename if isinstance(error.filename, str) else error.filename.decode(errors="replace")
    if name.startswith(("/dev/shm", "/psm_", "/torch_")):
        return _SHARED_MEMORY
    return f"{_FILES}; this is neither: {name[:200]!r}."


def _frames(error: BaseException) -> Iterator[tuple[types.FrameType, int]]:
    """Frame and line number of each entry of the traceback, outermost first."""
    step = error.__traceback__
    while step is not None:
        yield step.tb_frame, step.tb_lineno
        step = step.tb_next


def _names_on_line(code: types.CodeType, line: int) -> set[str]:
    """Names of functions and attributes that a line uses, read from the bytecode: the source may not be at hand."""
    names, current = set(), None
    for instruction in dis.get_instructions(code):
        current = instruction.starts_line if isinstance(instruction.starts_line, int) else current
        current = getattr(getattr(instruction, "positions", None), "lineno", None) or current
        if current == line and isinstance(instruction.argval, str):
            names.add(instruction.argval)
    return names


def _limit(kind: str, unit: int, name: str) -> str:
    """A limit of this process as text."""
    import resource

    soft, _ = resource.getrlimit(getattr(resource, kind))
    return f"{soft // unit}{name}"


def _text(error: BaseException) -> str:
    """The error's text, which is the learner's code when the class is theirs."""
    try:
        return str(error)
    except Exception:
        return ""
