"""After a worker: whatever its scratch holds is removed, and none of its processes is left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox import cleanup
from grader.sandbox.cleanup import Sweep, occupants, remove_tree, sweep
from grader.sandbox.inside.lockdown.worker_user import WorkerUser
from grader.sandbox.worker_users import claim_worker_user

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX folders")
SLEEP = [sys.executable, "-c", "print(flush=True); import time; time.sleep(600)"]
ROOT_ONLY = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A scratch folder to be removed."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def test_a_closed_folder_is_removed(scratch: Path) -> None:
    """Folders of mode 000, one in another, the scratch itself too."""
    (scratch / "a" / "b").mkdir(parents=True)
    (scratch / "a" / "b" / "file").write_text("x")
    for folder in (scratch / "a" / "b", scratch / "a", scratch):
        folder.chmod(0)

    assert remove_tree(str(scratch))
    assert not scratch.exists()


def test_a_tree_deeper_than_any_path_is_removed(scratch: Path) -> None:
    """600 levels of long names: no path can name the lowest."""
    folder = os.open(scratch, os.O_RDONLY)
    for _ in range(600):
        os.mkdir("d" * 50, dir_fd=folder)
        inner = os.open("d" * 50, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)

    assert remove_tree(str(scratch))


def test_a_link_is_removed_and_not_followed(scratch: Path, tmp_path: Path) -> None:
    """What links point to stays, for files, folders and the scratch itself."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("kept")
    (scratch / "to-folder").symlink_to(outside)
    (scratch / "to-file").symlink_to(outside / "file")
    (scratch / "to-nothing").symlink_to("nowhere")
    top = tmp_path / "top"
    top.symlink_to(outside)

    assert remove_tree(str(scratch)) and remove_tree(str(top))
    assert (outside / "file").read_text() == "kept"


def test_names_that_the_sweep_itself_uses_do_no_harm(scratch: Path) -> None:
    """Folders and files called like the sweep's own."""
    for number in range(5):
        (scratch / f".sweep-{number}" / ".sweep-0" / f".sweep-{number}").mkdir(parents=True)
    (scratch / ".sweep-5").write_text("x")

    assert remove_tree(str(scratch))


def test_many_files_and_odd_names_are_removed(scratch: Path) -> None:
    """Thousands of files; names with newlines and bytes that are no UTF-8."""
    for number in range(3000):
        (scratch / str(number)).touch()
    for name in (b"new\nline", b"\xff\xfe", b"-rf", b" "):
        os.mkdir(os.path.join(os.fsencode(scratch), name))
    os.mkfifo(scratch / "pipe")

    assert remove_tree(str(scratch))


def test_what_is_not_there_is_removed_already(tmp_path: Path) -> None:
    """Sweeping twice is no error."""
    assert remove_tree(str(tmp_path / "nothing"))


def test_a_clean_worker_leaves_a_clean_sweep(scratch: Path) -> None:
    """Nothing killed, no stray, nothing left."""
    found = sweep(str(scratch))

    assert found == Sweep()
    assert found.clean


def test_a_file_that_stays_is_told(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be removed is named, not passed over."""
    monkeypatch.setattr(cleanup, "remove_tree", lambda path: False)
    found = sweep(str(scratch))

    assert not found.clean
    assert str(scratch) in found.left[0]


@pytest.fixture
def daemon() -> Iterator[subprocess.Popen[str]]:
    """A process in a group of its own, which outlives its worker."""
    process = subprocess.Popen(SLEEP, start_new_session=True, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
def test_a_process_of_the_group_is_killed(scratch: Path, daemon: subprocess.Popen[str]) -> None:
    """A member that outlived the worker is found, killed and told."""
    assert occupants(group=daemon.pid) == (daemon.pid,)

    found = sweep(str(scratch), group=daemon.pid)

    assert found.killed == (daemon.pid,)
    assert not found.clean
    assert occupants(group=daemon.pid) == ()


@ROOT_ONLY
def test_a_process_and_a_file_of_the_slots_user_are_removed(scratch: Path) -> None:
    """Whatever group it is in, wherever its file lies."""
    confined = WorkerUser(181)
    stray = Path(f"/tmp/autogradus-stray-{os.getpid()}")
    stray.touch()
    os.chown(stray, confined.uid, confined.uid)
    pid = os.fork()
    if pid == 0:
        os.setresuid(confined.uid, confined.uid, confined.uid)
        time.sleep(600)
        os._exit(0)
    while occupants(confined.uid) != (pid,):
        time.sleep(0.01)

    found = sweep(str(scratch), confined)
    os.waitpid(pid, 0)

    assert (found.killed, found.strays, found.left) == ((pid,), (str(stray),), ())
    assert not stray.exists()


@ROOT_ONLY
def test_two_claims_get_two_users() -> None:
    """A slot is nobody else's while it is claimed, and free again afterwards."""
    with claim_worker_user() as first, claim_worker_user() as second:
        assert first is not None and second is not None
        assert first.uid != second.uid
    with claim_worker_user() as again:
        assert again == first


@ROOT_ONLY
def test_a_user_with_processes_is_passed_over() -> None:
    """A uid that somebody uses already is not given to a worker, which would be killed with it."""
    with claim_worker_user() as free:
        assert free is not None
    pid = os.fork()
    if pid == 0:
        os.setresuid(free.uid, free.uid, free.uid)
        time.sleep(600)
        os._exit(0)
    while not occupants(free.uid):
        time.sleep(0.01)
    with claim_worker_user() as other:
        assert other is not None and other.number != free.number
    os.kill(pid, 9)
    os.waitpid(pid, 0)


@pytest.mark.parametrize("slot", [-1, 184])
def test_a_slot_outside_the_range_is_refused(slot: int) -> None:
    """The ids beyond belong to others."""
    with pytest.raises(ValueError, match=rf"0 to 183; got {slot}"):
        WorkerUser(slot)
