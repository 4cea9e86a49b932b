"""Each layer is needed: with it turned off, something becomes possible that is refused otherwise, and is reported."""

# ruff: noqa: SIM115  # attempts run elsewhere, by their source
from __future__ import annotations

import os

import pytest
from confinement import Confinement, Outcome


def reason(outcome: Outcome, layer: str) -> str:
    """Why a layer is missing."""
    return next((item["reason"] for item in outcome.missing if item["layer"] == layer), "")


def read_accounts() -> str:
    """In a worker: read a file that everybody may read."""
    return open("/etc/passwd").read(4)


def make_process() -> int:
    """In a worker: fork."""
    import os

    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def take_memory() -> int:
    """In a worker: hold 200 MiB."""
    return len(bytearray(200 << 20))


def start_many_threads() -> int:
    """In a worker: hold 150 threads at once."""
    import threading

    threading.stack_size(64 << 10)
    stop = threading.Event()
    try:
        for _ in range(150):
            threading.Thread(target=stop.wait, daemon=True).start()
        return threading.active_count()
    finally:
        stop.set()


def fill_scratch() -> int:
    """In a worker: write more than the whole scratch may hold, in files that are small enough."""
    for number in range(8):
        with open(f"part{number}", "wb") as file:
            file.write(bytes(1 << 20))
    return 8


def test_landlock_is_what_closes_files(confined: Confinement) -> None:
    """Without it /etc/passwd is open, and the level is partial."""
    without = confined(read_accounts, off=["landlock"])

    assert confined(read_accounts).refused
    assert (len(without.value), without.level) == (4, "partial")
    assert reason(without, "landlock") == "it was turned off on request."


def test_seccomp_is_what_stops_processes(confined: Confinement) -> None:
    """Without it a worker can fork, and the level is partial."""
    without = confined(make_process, off=["seccomp"])

    assert confined(make_process).refused
    assert (without.value, without.level) == (0, "partial")
    assert reason(without, "seccomp")


def test_rlimits_are_what_stops_memory(confined: Confinement) -> None:
    """Without them 200 MiB are to be had under a limit of 100, and the level is partial."""
    without = confined(take_memory, off=["rlimits"], limits={"memory_mib": 100})

    assert confined(take_memory, limits={"memory_mib": 100}).error == "MemoryError"
    assert (without.value, without.level) == (200 << 20, "partial")
    assert reason(without, "rlimits")


def test_the_user_is_what_stops_threads_as_root(confined_root: Confinement) -> None:
    """Root's processes are not counted: only a user of its own makes the thread limit hold."""
    without = confined_root(start_many_threads, off=["uid"])

    assert confined_root(start_many_threads).error == "RuntimeError"
    assert without.value > 150
    assert reason(without, "uid") and reason(without, "thread limit")


def test_namespaces_are_what_stops_threads_as_a_user(confined_user: Confinement) -> None:
    """An ordinary user's processes are counted together: only a namespace makes the thread limit hold."""
    if "user namespace" not in confined_user(read_accounts).on:
        pytest.skip("ordinary users get no namespaces here")
    without = confined_user(start_many_threads, off=["namespaces"])

    assert confined_user(start_many_threads).error == "RuntimeError"
    assert without.value > 150


def test_namespaces_are_what_limits_the_scratch(confined: Confinement) -> None:
    """Without a mount of its own the scratch is as large as its disk; the level stays full."""
    limits = {"file_mib": 1}
    if "scratch quota" not in confined(fill_scratch, limits=limits).on:
        pytest.skip("no mount namespace here")
    without = confined(fill_scratch, limits=limits, off=["namespaces"])

    assert confined(fill_scratch, limits=limits).number == 28
    assert (without.value, without.level) == (8, "full")


def test_without_the_landlock_package_the_level_is_partial(confined: Confinement) -> None:
    """A missing package is found out, not assumed; a closed interpreter then keeps root from changing its user."""

    def take_away() -> None:
        from grader.sandbox.inside.lockdown import landlock_rules

        landlock_rules.library = lambda: None

    def attempt() -> None:
        pass

    outcome = confined(attempt, before=take_away)

    assert outcome.level == "partial"
    assert "landlockpy is not installed" in reason(outcome, "landlock")


def test_a_landlock_that_fails_after_all_keeps_no_capability(confined_root: Confinement) -> None:
    """The right to read everything is kept under Landlock only; without it the worker is root without capabilities."""

    def fail() -> None:
        from grader.sandbox.inside.lockdown import landlock_rules

        def empty_ruleset() -> None:
            raise landlock_rules.library().LandlockError(1, "Operation not permitted")

        landlock_rules._empty_ruleset = empty_ruleset

    def attempt() -> str:
        open("note", "w").close()
        return next(line.split()[1] for line in open("/proc/self/status") if line.startswith("CapPrm"))

    outcome = confined_root(attempt, before=fail)

    assert (int(outcome.value, 16), outcome.level) == (0, "partial"), outcome
    assert "Operation not permitted" in reason(outcome, "landlock")


def test_without_seccomp_landlock_still_closes_files_opened_by_number(confined_root: Confinement) -> None:
    """open_by_handle_at with the kept capability passes every folder's permissions, but not Landlock."""

    def attempt() -> list[str]:
        import ctypes
        import os

        class Handle(ctypes.Structure):
            _fields_ = [("size", ctypes.c_uint), ("kind", ctypes.c_int), ("data", ctypes.c_char * 128)]

        handle, mount = Handle(128), ctypes.c_int()
        pointer, libc = ctypes.byref(handle), ctypes.CDLL(None, use_errno=True)
        named = libc.name_to_handle_at(-100, b"/etc/passwd", pointer, ctypes.byref(mount), 0)
        os.open("/usr/lib", os.O_RDONLY)
        opened = libc.open_by_handle_at(os.open("/usr/lib", os.O_RDONLY), pointer, os.O_RDONLY)
        return [named == 0, opened, ctypes.get_errno()]

    named, opened, number = confined_root(attempt, off=["seccomp"]).value
    if not named:
        pytest.skip("this file system gives no handles")

    assert (opened, number) == (-1, 13)


def test_without_libseccomp_the_level_is_partial(confined: Confinement) -> None:
    """A missing system library is named."""

    def take_away() -> None:
        from grader.sandbox.inside.lockdown import seccomp_filter

        seccomp_filter.library = lambda: "the system library libseccomp.so.2 is not installed."

    def attempt() -> None:
        pass

    outcome = confined(attempt, before=take_away)

    assert outcome.level == "partial"
    assert "libseccomp.so.2" in reason(outcome, "seccomp")


def test_without_both_the_level_is_process(confined: Confinement) -> None:
    """Limits alone are no sandbox."""

    def attempt() -> None:
        pass

    assert confined(attempt, off=["landlock", "seccomp"]).level == "process"


def test_a_kernel_that_refuses_namespaces_costs_the_worker_nothing(confined: Confinement) -> None:
    """As in a container: everything else still holds, and the reason is told."""

    def refuse() -> None:
        from grader.sandbox.inside.lockdown import kernel

        def unshare(flags: int) -> None:
            raise PermissionError(1, "Operation not permitted")

        kernel.unshare = unshare

    def attempt() -> None:
        open("note", "w").close()

    outcome = confined(attempt, before=refuse)

    assert (outcome.error, outcome.level) == ("", "full")
    assert "Operation not permitted" in " ".join(item["reason"] for item in outcome.missing)
    assert reason(outcome, "scratch quota")


def test_a_user_id_that_does_not_exist_is_told(confined_root: Confinement) -> None:
    """A container with few user ids keeps its root, without capabilities."""

    def refuse() -> None:
        from grader.sandbox.inside.lockdown import worker_user

        def readable_as(uid: int, witnesses: object) -> bool:
            raise OSError(22, "Invalid argument")

        worker_user._readable_as = readable_as

    def attempt() -> int:
        import os

        return os.getuid()

    outcome = confined_root(attempt, before=refuse)

    assert (outcome.value, outcome.level) == (0, "full")
    assert "no user id 61007" in reason(outcome, "uid")


def test_an_unknown_layer_is_a_mistake(confined: Confinement) -> None:
    """A misspelt name would turn nothing off."""

    def attempt() -> None:
        pass

    outcome = confined(attempt, off=["secomp"])

    assert outcome.error == "NotLocked"
    assert "secomp" in outcome.text and "seccomp" in outcome.text


def test_a_scratch_with_files_in_it_stays_on_its_disk(
    confined: Confinement, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was put there beforehand stays visible, and the missing quota is told."""
    import tempfile

    scratch = tempfile.mkdtemp(prefix="filled-")
    os.chmod(scratch, 0o777)
    with open(os.path.join(scratch, "data"), "w") as file:
        file.write("given")
    os.chmod(file.name, 0o644)

    def attempt() -> str:
        return open("data").read()

    outcome = confined(attempt, scratch=scratch)
    os.unlink(file.name)
    os.rmdir(scratch)

    assert outcome.value == "given"
    assert reason(outcome, "scratch quota")
