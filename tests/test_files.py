"""Files written whole or not at all, and locks that end with their holder."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from grader.files import MIB, hold, too_large, write_whole
from grader.processes import python_command


def test_a_file_is_written_with_its_line_breaks_as_they_are(tmp_path: Path) -> None:
    """On every system: the same text gives the same bytes."""
    write_whole(tmp_path / "a.csv", "x\r\ny\n")

    assert (tmp_path / "a.csv").read_bytes() == b"x\r\ny\n"


def test_others_may_read_what_is_written(tmp_path: Path) -> None:
    """A draft that only its owner may read would become a report that nobody else sees."""
    write_whole(tmp_path / "page.html", "x")

    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o644


def test_what_cannot_be_written_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    """Here a lone surrogate, which UTF-8 cannot hold."""
    file = tmp_path / "a.txt"
    write_whole(file, "old")

    with pytest.raises(UnicodeEncodeError):
        write_whole(file, "new \ud83d")

    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    """The caller says it in words."""
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "absent" / "a.txt", "x")


def test_a_held_file_is_held_by_one_process_alone(tmp_path: Path) -> None:
    """And free again when its holder ends, however it ends."""
    program = (
        "import sys, time; from grader.files import hold; hold(sys.argv[1]); print('held', flush=True); time.sleep(600)"
    )
    command = python_command(program, str(tmp_path / "lock"), isolated=False)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        taken = hold(tmp_path / "lock")
        holder.kill()
    free = hold(tmp_path / "lock")

    assert taken is None
    assert free is not None
    os.close(free)


def test_the_reason_for_a_large_file_says_both_sizes() -> None:
    """Rule and got."""
    assert too_large(3 * MIB, 2 * MIB) == "is larger than 2 MiB (3.0 MiB)"


@pytest.mark.parametrize("isolated", [True, False])
def test_a_further_process_sees_nothing_of_the_current_folder(tmp_path: Path, isolated: bool) -> None:
    """A learner's `json.py` beside the submission must not be imported by ours."""
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')\n")
    command = python_command("import json, grader; print(sys.argv[1], json.dumps(1))", "given", isolated=isolated)

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout == "given 1\n", done.stderr
    assert command[0] == sys.executable


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this system's folders")
def test_a_pipe_or_a_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    """`--to /dev/stdout` prints; it must not put a file in the device's place."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR)

    write_whole(pipe, "scores\n")

    assert os.read(reader, 100) == b"scores\n"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)
