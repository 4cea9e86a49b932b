"""Processes, signals, threads and the network as seen from a locked worker: one property a test."""

# ruff: noqa: F821  # attempts run elsewhere, by their source: confinement.py gives them `tried` and `raw`
from __future__ import annotations

import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator

import pytest
from confinement import Confinement


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """Another process of ours, which must survive."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield process
    assert process.poll() is None
    process.communicate(b"\n", timeout=30)


def test_no_process_can_be_started(confined: Confinement) -> None:
    """fork, subprocess, exec, posix_spawn, os.system: all are refused."""

    def attempt() -> list[str]:
        import multiprocessing
        import os
        import subprocess

        def fork() -> None:
            if os.fork() == 0:
                os._exit(0)

        spawn = multiprocessing.get_context("fork").Process(target=print)
        return [
            tried(fork),
            tried(lambda: subprocess.run(["true"])),
            tried(lambda: os.execv("/bin/true", ["true"])),
            tried(lambda: os.posix_spawn("/bin/true", ["true"], {})),
            tried(spawn.start),
            "EPERM" if os.system("true") else "done",
        ]

    assert set(confined(attempt).value) <= {"EPERM", "EACCES"}


def test_clone3_says_that_it_does_not_exist(confined: Confinement) -> None:
    """ENOSYS, so that libc starts threads with clone, whose flags can be filtered."""

    def attempt() -> str:
        return tried(lambda: raw("clone3", 0, 0))

    assert confined(attempt).value == "ENOSYS"


def test_threads_work(confined: Confinement) -> None:
    """A few threads at a time can be started."""

    def attempt() -> int:
        import threading

        done: list[int] = []
        threads = [threading.Thread(target=done.append, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return len(done)

    assert confined(attempt).value == 16


def test_threads_are_limited(confined: Confinement, needs: object) -> None:
    """A thread bomb ends in an error, long before the machine's limit."""
    needs("thread limit")  # type: ignore[operator]

    def attempt() -> int:
        import threading

        threading.stack_size(64 << 10)
        stop = threading.Event()
        try:
            while threading.active_count() < 1000:
                threading.Thread(target=stop.wait, daemon=True).start()
        except RuntimeError:
            return threading.active_count()
        finally:
            stop.set()
        return 1000

    assert 16 <= confined(attempt).value < 100


def test_no_signal_reaches_another_process(confined: Confinement, bystander: subprocess.Popen[bytes]) -> None:
    """Neither a bystander, nor the parent, nor everybody at once can be signalled, by any call."""

    def attempt(other: int) -> list[str]:
        import os

        return [
            tried(lambda: os.kill(other, 9)),
            tried(lambda: os.kill(os.getppid(), 0)),
            tried(lambda: os.kill(-1, 0)),
            tried(lambda: os.killpg(0, 0)),
            tried(lambda: raw("tkill", other, 9)),
            tried(lambda: raw("tgkill", other, other, 9)),
            tried(lambda: raw("kill", other | 1 << 32, 9)),
            tried(lambda: raw("rt_sigqueueinfo", other, 9, 0)),
            tried(lambda: raw("pidfd_open", other, 0)),
        ]

    assert confined(attempt, bystander.pid).value == ["EPERM"] * 9


def test_a_worker_can_signal_itself(confined: Confinement) -> None:
    """abort() ends the worker with its own signal, as it does anywhere."""

    def attempt() -> None:
        import os

        os.abort()

    assert confined(attempt).status == -signal.SIGABRT


def test_other_processes_cannot_be_inspected_or_steered(
    confined: Confinement, bystander: subprocess.Popen[bytes]
) -> None:
    """ptrace, process_vm_*, priorities, limits and affinity of others: refused."""

    def attempt(other: int) -> list[str]:
        import os
        import resource

        return [
            tried(lambda: raw("ptrace", 16, other, 0, 0)),
            tried(lambda: raw("process_vm_readv", other, 0, 0, 0, 0, 0)),
            tried(lambda: raw("process_vm_writev", other, 0, 0, 0, 0, 0)),
            tried(lambda: os.setpriority(os.PRIO_PROCESS, other, 19)),
            tried(lambda: os.sched_setaffinity(other, {0})),
            tried(lambda: resource.prlimit(other, resource.RLIMIT_CPU, (1, 1))),
        ]

    assert confined(attempt, bystander.pid).value == ["EPERM"] * 6


def test_a_worker_stays_in_its_process_group(confined: Confinement) -> None:
    """It cannot leave the group or session by which the grader may kill it."""

    def attempt() -> list[str]:
        import os

        return [tried(os.setsid), tried(lambda: os.setpgid(0, 0))]

    assert confined(attempt).value == ["EPERM", "EPERM"]


def test_the_parent_death_signal_stays(confined: Confinement) -> None:
    """The worker cannot ask to outlive its parent, and the change of user has not made the kernel forget."""

    def die_with_parent() -> None:
        import ctypes

        ctypes.CDLL(None).prctl(1, 9, 0, 0, 0)

    def attempt() -> list[object]:
        from grader.sandbox.inside.lockdown import kernel

        return [kernel.parent_death_signal(), tried(lambda: kernel.prctl(kernel.PR_SET_PDEATHSIG, 0))]

    assert confined(attempt, before=die_with_parent).value == [9, "EPERM"]


def test_there_is_no_network(confined: Confinement) -> None:
    """Sockets of any family are refused."""

    def attempt() -> list[str]:
        import socket

        kinds = [
            (socket.AF_INET, socket.SOCK_STREAM),
            (socket.AF_INET6, socket.SOCK_DGRAM),
            (socket.AF_UNIX, 1),
            (16, 3),
        ]
        return [tried(lambda kind=kind: socket.socket(*kind)) for kind in kinds]

    assert confined(attempt).value == ["EPERM"] * 4


def test_names_cannot_be_looked_up(confined: Confinement) -> None:
    """DNS is a network, too."""

    def attempt() -> None:
        import socket

        socket.getaddrinfo("pytorch.org", 443)

    outcome = confined(attempt)

    assert outcome.refused
    assert "no network" in (outcome.sentence or "")


def test_a_connected_pair_of_stream_sockets_works(confined: Confinement) -> None:
    """asyncio needs one."""

    def attempt() -> str:
        import asyncio

        async def answer() -> str:
            await asyncio.sleep(0)
            return "awaited"

        return asyncio.run(answer())

    assert confined(attempt).value == "awaited"


def test_no_datagram_reaches_a_local_daemon(confined: Confinement) -> None:
    """A pair of datagram sockets could send to any daemon's socket by its name; there is none to be had."""
    folder = tempfile.mkdtemp(prefix="daemon-")
    os.chmod(folder, 0o777)
    path = os.path.join(folder, "socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as daemon:
        daemon.bind(path)
        os.chmod(path, 0o777)

        def attempt(path: str) -> list[str]:
            import socket

            def send(kind: int) -> None:
                socket.socketpair(socket.AF_UNIX, kind)[0].sendto(b"hello", path)

            return [tried(lambda kind=kind: send(kind)) for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW, 1)]

        outcome = confined(attempt, path)
        daemon.setblocking(False)
        with pytest.raises(BlockingIOError):
            daemon.recv(16)
    os.unlink(path)
    os.rmdir(folder)

    assert outcome.value[:2] == ["EPERM", "EPERM"]
    assert outcome.value[2] in ("EISCONN", "EOPNOTSUPP")


@pytest.mark.skipif(platform.machine() != "x86_64", reason="32-bit calls are an x86 matter")
def test_a_32_bit_call_ends_the_worker(confined: Confinement) -> None:
    """The numbers of the 32-bit table mean other calls; using it is fatal instead of free."""

    def attempt() -> int:
        import ctypes
        import mmap

        code = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)
        # mov eax, 20 (getpid); int 0x80; ret
        code.write(bytes.fromhex("b814000000cd80c3"))
        address = ctypes.addressof(ctypes.c_char.from_buffer(code))
        return int(ctypes.CFUNCTYPE(ctypes.c_int)(address)())

    assert confined(attempt).status in (-signal.SIGSYS, -signal.SIGSEGV)
