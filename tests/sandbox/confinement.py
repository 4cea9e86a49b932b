"""Runs small attempts in locked workers: a template process of the tests' own, as root or as an ordinary user.

Started as a program it is the template: it imports torch, reads one JSON line for each attempt, forks, locks the child
down, runs the attempt there and answers with one JSON line.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import errno
import importlib
import inspect
import json
import os
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
PATIENCE_S = 120
# Stands, reversed, in the environment of every template.
SECRET = "canary-of-the-environment"
TUPLES = ("on", "missing", "notices")


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of an attempt: its value, or the error it raised, or the signal that ended it (`status` below 0)."""

    value: Any = None
    error: str = ""
    number: int | None = None
    text: str = ""
    sentence: str | None = None
    notices: tuple[str, ...] = ()
    level: str = ""
    on: tuple[str, ...] = ()
    missing: tuple[dict[str, str], ...] = ()
    status: int = 0

    @property
    def refused(self) -> bool:
        """Whether a wall stopped it."""
        return self.error in ("PermissionError", "OSError", "gaierror") and self.status == 0


class Confinement:
    """The tests' end: call it with an attempt."""

    def __init__(self, user: str, environment: dict[str, str] | None = None, root: Path = ROOT) -> None:
        """Start the template as "root" or as "user", with the course in the folder `root`."""
        self.user = user
        self.process = subprocess.Popen(
            [sys.executable, __file__, user, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            text=True,
        )
        assert self.process.stdout is not None
        self.excuse = json.loads(self.process.stdout.readline())["excuse"]

    def __call__(self, attempt: Callable[..., Any], *args: Any, scratch: str = "", **options: Any) -> Outcome:
        """Run `attempt(*args)` in a new locked worker; its source travels, so it imports what it needs.

        Options: `off`, `readable`, `slot` (None: no user of its own), `limits` (a dict), `soften`, `before` (a function
        that runs in the worker before it is locked).
        """
        source = textwrap.dedent(inspect.getsource(attempt))
        before = options.pop("before", None)
        command = {"name": attempt.__name__, "source": source, "args": args, "scratch": scratch, **options}
        if before is not None:
            command["before"] = [before.__name__, textwrap.dedent(inspect.getsource(before))]
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return Outcome(**{key: tuple(item) if key in TUPLES else item for key, item in answer.items()})

    def close(self) -> None:
        """End the template."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()


def serve(user: str, root: str) -> None:
    """The template's life."""
    sys.path.insert(0, root)
    excuse = open_the_way() if user == "user" and os.geteuid() == 0 else ""
    import torch

    from grader.sandbox.inside.lockdown import lockdown

    torch.set_num_threads(1)
    with contextlib.suppress(ImportError):
        importlib.import_module("torchvision.datasets")
    lockdown.preload()
    if user == "user" and os.geteuid() == 0 and not excuse:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        # A change of user makes a process undumpable; one that was started by that user is not.
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    print(json.dumps({"excuse": excuse}), flush=True)
    for line in sys.stdin:
        print(json.dumps(carry_out(json.loads(line))), flush=True)


def open_the_way() -> str:
    """Let other users reach interpreter and checkout, in a mount namespace of our own; or say why that cannot be."""
    needed = [Path(folder).resolve() for folder in (sys.base_prefix, sys.prefix, ROOT)]
    shut = next((folder for folder in needed if is_closed(folder)), None)
    if shut:
        return f"other users cannot enter {shut}"
    closed = {folder: next(filter(is_closed, reversed(folder.parents)), None) for folder in needed}
    if not any(closed.values()):
        return ""
    from grader.sandbox.inside.lockdown import kernel

    try:
        kernel.unshare(kernel.CLONE_NEWNS)
        kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
        inner = {folder: os.open(folder, os.O_PATH) for folder in needed if closed[folder]}
        for folder in {closed[folder] for folder in inner}:
            kernel.mount("tmpfs", str(folder), "tmpfs", 0, "mode=755")
        for folder, descriptor in inner.items():
            folder.mkdir(parents=True, exist_ok=True)
            kernel.mount(f"/proc/self/fd/{descriptor}", str(folder), None, 4096)
            os.close(descriptor)
    except OSError as error:
        return f"other users cannot reach the interpreter or the checkout ({error})"
    return ""


def is_closed(folder: Path) -> bool:
    """Whether other users cannot enter it."""
    return not folder.stat().st_mode & stat.S_IXOTH


def carry_out(command: dict[str, Any]) -> dict[str, Any]:
    """Fork a worker for one attempt and wait for its answer."""
    scratch = command["scratch"] or tempfile.mkdtemp(prefix="confined-")
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        try:
            answer = attempt_locked(command, scratch, write_end)
            os.write(write_end, json.dumps(answer).encode())
        except BaseException as error:
            os.write(write_end, json.dumps({"error": "NotLocked", "text": repr(error)}).encode())
        finally:
            os._exit(0)
    os.close(write_end)
    data = read_all(read_end, pid)
    _, status = os.waitpid(pid, 0)
    if not command["scratch"]:
        shutil.rmtree(scratch, ignore_errors=True)
    return {**json.loads(data or "{}"), "status": os.waitstatus_to_exitcode(status)}


def read_all(descriptor: int, pid: int) -> bytes:
    """Everything up to the end; a worker that takes too long is killed."""
    data = b""
    while select.select([descriptor], [], [], PATIENCE_S)[0]:
        part = os.read(descriptor, 1 << 16)
        if not part:
            break
        data += part
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(descriptor)
    return data


def attempt_locked(command: dict[str, Any], scratch: str, keep: int) -> dict[str, Any]:
    """In the worker: lock down, run, describe."""
    from grader.sandbox.contract.limits import Limits
    from grader.sandbox.inside.lockdown import walls
    from grader.sandbox.inside.lockdown.lockdown import lock_down
    from grader.sandbox.inside.lockdown.worker_user import WorkerUser

    namespace: dict[str, Any] = {"keep": keep, "raw": raw, "tried": tried}
    if "before" in command:
        name, source = command["before"]
        exec(source, namespace)
        namespace[name]()
    slot = command.get("slot", 7)
    reached = lock_down(
        scratch,
        Limits(**command.get("limits", {})),
        None if slot is None else WorkerUser(slot),
        tuple(command.get("readable", ())),
        frozenset(command.get("off", ())),
        keep=(keep, *command.get("keep", ())),
    )
    notices = walls.soften() if command.get("soften") else []
    answer = reached.to_plain()
    try:
        exec(command["source"], namespace)
        answer["value"] = namespace[command["name"]](*command["args"])
    except BaseException as error:
        answer |= {"error": type(error).__name__, "number": getattr(error, "errno", None), "text": str(error)[:2000]}
        answer["sentence"] = walls.explain(error)
    return {**answer, "notices": list(notices)}


def raw(name: str, *args: int) -> int:
    """Make a system call by its name, past every library; returns its result, OSError when refused (for attempts)."""
    from grader.sandbox.inside.lockdown import kernel, seccomp_filter

    values = [ctypes.c_ulong(value & (2**64 - 1)) for value in args]
    result = int(kernel.libc().syscall(ctypes.c_long(seccomp_filter.number_of(name)), *values))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def tried(attempt: Callable[[], Any]) -> str:
    """What became of one step of an attempt: "done", or the name of the error it raised (for attempts)."""
    try:
        attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, "?")
    except BaseException as error:
        return type(error).__name__
    return "done"


if __name__ == "__main__":
    serve(*sys.argv[1:3])
