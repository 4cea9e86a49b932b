"""What a locked worker can read and write: one property a test, as root and as an ordinary user."""

# ruff: noqa: F821, SIM115, B023  # attempts run elsewhere, by their source: confinement.py gives them `tried` and `raw`
from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from confinement import ROOT, Confinement


@pytest.fixture
def canary() -> Iterator[Path]:
    """A file outside of every scratch folder that everybody may read and write, as far as ordinary permissions go."""
    folder = Path(tempfile.mkdtemp(prefix="canary-"))
    folder.chmod(0o777)
    file = folder / "file"
    file.write_text("untouched")
    file.chmod(0o666)
    yield file
    assert file.read_text() == "untouched"
    assert [entry.name for entry in folder.iterdir()] == ["file"]
    file.unlink()
    folder.rmdir()


def test_everything_needed_is_on(confined: Confinement) -> None:
    """The level is full: Landlock, seccomp and rlimits hold."""

    def attempt() -> None:
        pass

    outcome = confined(attempt)

    assert (outcome.error, outcome.text, outcome.level) == ("", "", "full"), outcome.missing


def test_a_file_outside_cannot_be_read(confined: Confinement, canary: Path) -> None:
    """A world-readable file is closed."""

    def attempt(path: str) -> str:
        return open(path).read()

    assert confined(attempt, str(canary)).refused


def test_a_file_outside_cannot_be_written(confined: Confinement, canary: Path) -> None:
    """A world-writable file cannot be opened to write, in any way."""

    def attempt(path: str) -> list[str]:
        import os

        return [tried(lambda mode=mode: open(path, mode)) for mode in ("w", "a", "r+")] + [
            tried(lambda: os.open(path, os.O_RDONLY | os.O_TRUNC)),
            tried(lambda: os.open(path, 3 | os.O_TRUNC)),
            tried(lambda: os.truncate(path, 0)),
        ]

    assert set(confined(attempt, str(canary)).value) <= {"EACCES", "EPERM"}


def test_a_file_outside_cannot_be_made_moved_or_removed(confined: Confinement, canary: Path) -> None:
    """The folder of a file outside stays as it is."""

    def attempt(path: str) -> list[str]:
        import os

        return [
            tried(lambda: os.unlink(path)),
            tried(lambda: os.rename(path, "mine")),
            tried(lambda: os.link(path, "mine")),
            tried(lambda: os.symlink("x", path + "2")),
            tried(lambda: os.mkdir(path + "3")),
            tried(lambda: open(path + "4", "x")),
            tried(lambda: os.listdir(os.path.dirname(path))),
        ]

    assert set(confined(attempt, str(canary)).value) <= {"EACCES", "EPERM", "EXDEV"}


def test_modes_times_and_attributes_cannot_be_changed(confined: Confinement, canary: Path) -> None:
    """What Landlock does not see is refused all the same, by name and by descriptor."""

    def attempt(path: str) -> list[str]:
        import os

        own = os.open("own", os.O_RDWR | os.O_CREAT)
        return [
            tried(lambda: os.chmod(path, 0)),
            tried(lambda: os.utime(path)),
            tried(lambda: os.chown(path, os.getuid(), -1)),
            tried(lambda: os.setxattr(path, "user.note", b"x")),
            tried(lambda: os.fchmod(own, 0)),
            tried(lambda: raw("fchmodat2", own, 0, 0, 0x1000)),
            tried(lambda: raw("setxattrat", own, 0, 0, 0, 0, 0)),
        ]

    before = os.stat(canary)
    outcome = confined(attempt, str(canary))

    assert outcome.value == ["EPERM"] * 7
    assert (before.st_mode, before.st_mtime_ns) == (os.stat(canary).st_mode, os.stat(canary).st_mtime_ns)


def test_a_link_out_of_the_scratch_leads_nowhere(confined: Confinement, canary: Path) -> None:
    """A symbolic link may be made, but what it points to stays closed."""

    def attempt(path: str) -> str:
        import os

        os.symlink(path, "link")
        return open("link").read()

    assert confined(attempt, str(canary)).refused


@pytest.mark.parametrize("path", ["/etc/passwd", "/etc/hostname", "/root", "/home", "/tmp", "/dev/shm", "/proc", "/"])
def test_the_system_is_closed(confined: Confinement, path: str) -> None:
    """Accounts, homes, shared folders and the list of processes cannot be read."""
    if not os.path.exists(path):
        pytest.skip(f"{path} does not exist here")

    def attempt(path: str) -> object:
        import os

        return os.listdir(path) if os.path.isdir(path) else open(path).read()

    assert confined(attempt, path).refused


def test_shared_memory_cannot_be_written(confined: Confinement) -> None:
    """/dev/shm is closed, so nothing can be left there for the next submission."""

    def attempt() -> None:
        open("/dev/shm/autogradus-test", "w")

    assert confined(attempt).refused


def test_the_course_cannot_be_read(confined: Confinement) -> None:
    """Checks, misconceptions, solutions and the engine itself are closed."""

    def attempt(files: list[str]) -> list[str]:
        return [tried(lambda file=file: open(file)) for file in files]

    files = [str(file) for file in ROOT.glob("*/**/*.py") if "sandbox" in file.parts or "checks" in file.parts]

    assert files and set(confined(attempt, files).value) == {"EACCES"}


def test_the_course_cannot_be_imported(confined: Confinement) -> None:
    """The checks cannot be had through Python's import either, from any folder on its path."""

    def attempt(root: str) -> list[str]:
        import importlib
        import sys

        sys.path.insert(0, root)
        names = (
            "grader.checks.exercise1",
            "solutions.exercise1",
            "grader.misconceptions.exercise1",
            "grader.kit.judging",
        )
        return [tried(lambda name=name: importlib.import_module(name)) for name in names]

    assert set(confined(attempt, str(ROOT)).value) <= {"EACCES", "ModuleNotFoundError", "ImportError"}


def test_another_scratch_is_closed(confined: Confinement, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A worker cannot read the folder of another one, even of the same user."""
    other = tempfile.mkdtemp(prefix="other-")
    os.chmod(other, 0o777)
    Path(other, "note").write_text("a neighbour's")

    def attempt(path: str) -> str:
        return open(path).read()

    assert confined(attempt, os.path.join(other, "note")).refused
    os.unlink(os.path.join(other, "note"))
    os.rmdir(other)


def test_libraries_can_be_read_but_not_written(confined: Confinement) -> None:
    """torch's own files are open to read, closed to write."""

    def attempt() -> list[str]:
        import os

        import torch

        return [
            tried(lambda: open(torch.__file__).read()),
            tried(lambda: open(torch.__file__, "a")),
            tried(lambda: open(os.path.join(os.path.dirname(torch.__file__), "planted.py"), "w")),
        ]

    assert confined(attempt).value == ["done", "EACCES", "EACCES"]


def test_the_scratch_is_home_and_temporary_folder(confined: Confinement) -> None:
    """Files can be made, read and removed there, and all three names lead there."""

    def attempt() -> list[str]:
        import os
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "note").write_text("x")
        return [os.getcwd(), tempfile.gettempdir(), str(Path.home())]

    outcome = confined(attempt)

    assert len(set(outcome.value)) == 1, outcome


def test_a_named_extra_file_can_be_read_but_not_written(confined: Confinement, canary: Path) -> None:
    """`readable` opens one file, and only to read."""

    def attempt(path: str) -> list[str]:
        return [open(path).read(), tried(lambda: open(path, "a"))]

    assert confined(attempt, str(canary), readable=[str(canary)]).value == ["untouched", "EACCES"]


def test_processes_memory_and_environment_are_closed(confined: Confinement) -> None:
    """Nothing of the parent in /proc can be opened, nor the worker's own memory file."""

    def attempt() -> list[str]:
        import os

        others = [f"/proc/{pid}/{name}" for pid in (os.getppid(), 1) for name in ("mem", "environ", "cmdline", "maps")]
        return [tried(lambda path=path: open(path, "rb")) for path in [*others, "/proc/self/mem"]]

    assert set(confined(attempt).value) == {"EACCES"}


def test_special_files_cannot_be_made(confined: Confinement) -> None:
    """No pipe or device in the scratch that the sweep could block on."""

    def attempt() -> list[str]:
        import os
        import stat

        return [tried(lambda: os.mkfifo("pipe")), tried(lambda: os.mknod("null", stat.S_IFCHR | 0o600, 0x103))]

    assert confined(attempt).value == ["EPERM", "EPERM"]


def test_files_cannot_be_opened_by_number(confined_root: Confinement) -> None:
    """CAP_DAC_READ_SEARCH, kept where the interpreter lies in a closed folder, opens no file by handle."""

    def attempt() -> list[str]:
        return [tried(lambda: raw(name, 0, 0, 0, 0, 0)) for name in ("open_by_handle_at", "name_to_handle_at")]

    assert confined_root(attempt).value == ["EPERM", "EPERM"]


def test_the_tests_run_the_torch_they_are_about() -> None:
    """The interpreter of the confinement is the one that runs the tests."""
    assert torch.__file__.startswith(str(Path(sys.prefix).resolve())) or torch.__file__.startswith(sys.prefix)
