"""Shared kernel objects, refused for real in a locked worker: nothing passes between workers, nothing stays behind."""

# ruff: noqa: F821, SIM115  # attempts run elsewhere, by their source: confinement.py gives them `tried` and `raw`
from __future__ import annotations

from confinement import Confinement


def test_no_memory_queue_or_semaphore_is_shared(confined: Confinement) -> None:
    """SysV and POSIX objects, memfd, keyrings."""

    def attempt() -> list[str]:
        import os

        return [
            tried(lambda: raw("shmget", 0, 4096, 0o1600)),
            tried(lambda: raw("semget", 0, 1, 0o1600)),
            tried(lambda: raw("msgget", 0, 0o1600)),
            tried(lambda: raw("mq_open", 0, 0, 0, 0)),
            tried(lambda: os.memfd_create("x")),
            tried(lambda: raw("add_key", 0, 0, 0, 0, 0)),
            tried(lambda: raw("keyctl", 0, 0)),
        ]

    assert confined(attempt).value == ["EPERM"] * 7


def test_torch_cannot_share_memory(confined: Confinement) -> None:
    """share_memory_() needs /dev/shm; it fails, and the learner is told why."""

    def attempt() -> None:
        import torch

        torch.ones(3).share_memory_()

    outcome = confined(attempt)

    assert outcome.error == "RuntimeError"
    assert "share" in (outcome.sentence or "")


def test_no_file_can_be_locked_or_watched(confined: Confinement) -> None:
    """Locks and watches on files that all may read would carry messages."""

    def attempt() -> list[str]:
        import fcntl
        import os

        library = open(os.__file__)
        return [
            tried(lambda: fcntl.flock(library, fcntl.LOCK_SH)),
            tried(lambda: fcntl.lockf(library, fcntl.LOCK_SH)),
            tried(lambda: fcntl.fcntl(library, 37, bytes(32))),
            tried(lambda: fcntl.fcntl(library, 1024, 0)),
            tried(lambda: raw("inotify_init1", 0)),
        ]

    assert confined(attempt).value == ["EPERM"] * 5


def test_no_namespace_or_mount_can_be_made(confined: Confinement) -> None:
    """Not even in the user namespace that the worker may be in."""

    def attempt() -> list[str]:
        calls = [
            ("unshare", 0x10000000),
            ("unshare", 0x20000),
            ("setns", 0, 0),
            ("mount", 0, 0, 0, 0, 0),
            ("chroot", 0),
        ]
        return [tried(lambda call=call: raw(*call)) for call in calls]

    assert confined(attempt).value == ["EPERM"] * 5


def test_the_tools_of_exploits_are_missing(confined: Confinement) -> None:
    """userfaultfd, bpf, perf, io_uring, personality."""

    def attempt() -> list[str]:
        calls = [("userfaultfd", 1), ("bpf", 0, 0, 0), ("perf_event_open", 0, 0, 0, 0, 0), ("personality", 0x40000)]
        return [tried(lambda call=call: raw(*call)) for call in [*calls, ("io_uring_setup", 1, 0)]]

    assert confined(attempt).value == ["EPERM"] * 4 + ["ENOSYS"]


def test_the_protections_cannot_be_taken_off(confined: Confinement) -> None:
    """Privileges, dumpability, limits and identity stay as they are."""

    def attempt() -> list[str]:
        import os
        import resource

        from grader.sandbox.inside.lockdown import kernel

        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        return [
            tried(lambda: kernel.prctl(kernel.PR_SET_DUMPABLE, 1)),
            tried(lambda: kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 0)),
            tried(lambda: kernel.set_capabilities(1 << 21)),
            tried(lambda: resource.setrlimit(resource.RLIMIT_DATA, (soft, hard + 1))),
            tried(lambda: os.setuid(0)),
        ]

    *others, set_uid = confined(attempt).value

    assert others == ["EPERM", "EINVAL", "EPERM", "ValueError"]
    # In a user namespace there is no user 0 to become.
    assert set_uid in ("EPERM", "EINVAL")
