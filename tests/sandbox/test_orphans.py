"""Scratch folders of graders that were killed are removed by the next one; those of living ones stay."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from grader.sandbox.workers import remove_orphans


@pytest.fixture
def scratch_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where scratch folders are made during the test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def scratch_of(pid: int, root: Path) -> Path:
    """A scratch folder with something in it, as a grader with this process id would have left it."""
    folder = root / f"autogradus-scratch-{pid}-abc"
    (folder / "inner").mkdir(parents=True)
    return folder


def test_a_living_graders_scratch_stays(scratch_root: Path) -> None:
    folder = scratch_of(os.getpid(), scratch_root)

    remove_orphans()

    assert folder.is_dir()


def test_a_dead_graders_scratch_goes(scratch_root: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-S", "-c", ""])
    ended.wait()
    folder = scratch_of(ended.pid, scratch_root)

    remove_orphans()

    assert not folder.exists()


@pytest.mark.skipif(
    sys.platform != "linux", reason="only there can a process that is not reaped be told from a living one"
)
def test_a_dead_grader_that_nobody_has_reaped_is_dead(scratch_root: Path) -> None:
    """Its parent was killed with it, and the machine's first process takes its time."""
    ended = subprocess.Popen([sys.executable, "-S", "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    folder = scratch_of(ended.pid, scratch_root)

    remove_orphans()

    assert not folder.exists()
    ended.wait()
