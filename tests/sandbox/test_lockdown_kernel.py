"""The compiled system call filter, judged in a small simulator: no call is made, so none can do harm."""

from __future__ import annotations

import errno
import os
import platform
import struct
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")
if sys.platform == "linux":
    from grader.sandbox.inside.lockdown import seccomp_filter
    from grader.sandbox.inside.lockdown.syscalls import CLAUSES, LAST_KNOWN, NUMBERS_END, ONLY, TABLE, WITHOUT_DEVICES

ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
PID = 4242
DENIED = [(name, denied.answer) for denied in TABLE for name in denied.names.split()] if sys.platform == "linux" else []
REFUSED = (
    [(clause, value) for clause in CLAUSES + WITHOUT_DEVICES for value in clause.values]
    if sys.platform == "linux"
    else []
)


@pytest.fixture(scope="module")
def program() -> bytes:
    """The filter of a worker whose process number is PID."""
    if isinstance(reason := seccomp_filter.library(), str):
        pytest.skip(reason)
    if platform.machine() not in ARCHITECTURES:
        pytest.skip("the simulator knows x86_64 and aarch64")
    compiled = seccomp_filter.program(False)
    return compiled.replace(struct.pack("=I", seccomp_filter.PLACEHOLDER), struct.pack("=I", PID))


def judge(program: bytes, number: int, *args: int, architecture: int | None = None) -> int:
    """Run the filter (classic BPF, as in linux/filter.h) on one call; returns its verdict."""
    arch = ARCHITECTURES[platform.machine()] if architecture is None else architecture
    data = struct.pack("=iIQ6Q", number, arch, 0, *(*args, *[0] * (6 - len(args))))
    position, accumulator = 0, 0
    while True:
        code, if_true, if_false, value = struct.unpack_from("=HBBI", program, position * 8)
        position += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, value)
        elif code == 0x06:
            return int(value)
        elif code == 0x54:
            accumulator &= value
        elif code == 0x05:
            position += value
        else:
            holds = {0x15: accumulator == value, 0x25: accumulator > value, 0x35: accumulator >= value}[code]
            position += if_true if holds else if_false


def refusal(number: int) -> int:
    """The verdict that answers with an errno."""
    return ERRNO | number


def call(name: str) -> int:
    """A call's number; a skip where this machine has none of that name."""
    number = seccomp_filter.number_of(name)
    if number < 0:
        pytest.skip(f"no {name} on {platform.machine()}")
    return number


@pytest.mark.parametrize(("name", "answer"), DENIED)
def test_a_denied_call_is_refused(program: bytes, name: str, answer: int) -> None:
    """Each name of the table gets its errno, whatever its arguments."""
    number = call(name)

    assert judge(program, number) == judge(program, number, *[2**64 - 1] * 6) == refusal(answer)


def test_every_name_of_the_table_is_known() -> None:
    """A misspelt name would deny nothing: libseccomp, or our table of newer numbers, knows each."""
    unknown = {name for name, _ in DENIED if seccomp_filter.number_of(name) == seccomp_filter.UNKNOWN_NAME}

    assert unknown == set()


@pytest.mark.parametrize(("clause", "value"), REFUSED, ids=lambda item: getattr(item, "name", str(item)))
def test_a_call_is_refused_by_its_argument(program: bytes, clause: object, value: int) -> None:
    """Bits that the kernel ignores do not hide the argument."""
    number = call(clause.name)  # type: ignore[attr-defined]
    ignored = 2**64 - 1 & ~clause.mask  # type: ignore[attr-defined]
    position = clause.argument  # type: ignore[attr-defined]
    first = 1 if clause.name == "socketpair" else 0  # type: ignore[attr-defined]

    for argument in (value, value | ignored & ~(2**31 - 1)):
        arguments = [first, 0, 0, 0, 0, 0]
        arguments[position] = argument
        assert judge(program, number, *arguments) == refusal(errno.EPERM)


@pytest.mark.parametrize("name", ["kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "prlimit64"])
def test_only_the_worker_itself_may_be_named(program: bytes, name: str) -> None:
    """The own process is allowed; others, groups, everybody, and a number with a set upper half are not."""
    own = PID if ONLY[name] is None else ONLY[name]

    assert judge(program, call(name), own) == ALLOW
    for other in (own + 1, 2**64 - 1, own | 1 << 32, 2**64 - own if own else 1):
        assert judge(program, call(name), other) == refusal(errno.EPERM)


ALLOWED = [
    "read", "write", "openat", "close", "fstat", "mmap", "munmap", "mprotect", "brk", "futex", "clock_nanosleep",
    "getrandom", "sched_yield", "exit", "exit_group", "rt_sigaction", "rt_sigprocmask", "sched_getaffinity",
    "unlinkat", "mkdirat", "renameat2", "getdents64", "lseek", "madvise", "epoll_create1", "eventfd2", "recvfrom",
    "sendto", "pipe2", "dup", "wait4", "getpid", "gettid", "uname", "umask", "mremap", "membarrier",
    "set_robust_list", "rseq",
]  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_ordinary_calls_are_allowed(program: bytes, name: str) -> None:
    """What Python and torch live on passes."""
    assert judge(program, call(name)) == ALLOW


def test_a_thread_is_allowed_and_a_process_is_not(program: bytes) -> None:
    """The flags with which libc starts a thread pass; those of fork do not."""
    thread, fork = 0x3D0F00, 0x1200011

    assert judge(program, call("clone"), thread) == ALLOW
    assert judge(program, call("clone"), fork) == refusal(errno.EPERM)


def test_private_memory_and_shared_files_are_allowed(program: bytes) -> None:
    """mmap: private anonymous (0x22) and shared file (0x01) pass."""
    assert judge(program, call("mmap"), 0, 4096, 3, 0x22) == ALLOW
    assert judge(program, call("mmap"), 0, 4096, 3, 0x01) == ALLOW


def test_terminal_questions_are_allowed(program: bytes) -> None:
    """isatty (TCGETS), the window's size, FIONREAD, FIOCLEX."""
    assert {judge(program, call("ioctl"), 1, request) for request in (0x5401, 0x5413, 0x541B, 0x5451)} == {ALLOW}


@pytest.mark.skipif(platform.machine() not in ("x86_64", "aarch64"), reason="unified numbers")
def test_calls_newer_than_the_table_do_not_exist(program: bytes) -> None:
    """A kernel of the future offers nothing that nobody has thought about."""
    verdicts = {judge(program, number) for number in range(LAST_KNOWN + 1, NUMBERS_END)}

    assert verdicts == {refusal(errno.ENOSYS)}


def test_another_architecture_is_fatal(program: bytes) -> None:
    """32-bit calls, and x32 calls on x86_64."""
    assert judge(program, 20, architecture=0x40000003) == KILL
    if platform.machine() == "x86_64":
        assert judge(program, 0x40000000 | 39) in (KILL, refusal(errno.ENOSYS))


def test_the_own_number_is_filled_in() -> None:
    """A compiled program holds the placeholder, so that each worker can put its own number there."""
    if isinstance(reason := seccomp_filter.library(), str):
        pytest.skip(reason)
    placeholder = struct.pack("=I", seccomp_filter.PLACEHOLDER)

    assert placeholder in seccomp_filter.program(False)
    with open("/proc/sys/kernel/pid_max") as file:
        assert int(file.read()) < seccomp_filter.PLACEHOLDER
    assert os.getpid() < seccomp_filter.PLACEHOLDER
