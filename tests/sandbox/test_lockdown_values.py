"""Limits, levels, the folders that may be read, and the survey: the parts that need no locked worker."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from confinement import ROOT

from grader.sandbox.contract.limits import Limits
from grader.sandbox.inside.lockdown import landlock_rules, resource_limits
from grader.sandbox.inside.lockdown.level import Lockdown, Missing
from grader.sandbox.inside.lockdown.syscalls import CLAUSES, ONLY, TABLE, WITHOUT_DEVICES
from grader.sandbox.survey import survey


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Limits)])
@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), "10", None, True])
def test_a_limit_must_be_a_positive_number(name: str, value: object) -> None:
    """The error names the limit, what is expected and what it got."""
    with pytest.raises((TypeError, ValueError)) as caught:
        Limits(**{name: value})  # type: ignore[arg-type]

    assert f"Limits.{name}" in str(caught.value) and f"got {value!r}" in str(caught.value)


def test_a_size_must_be_whole() -> None:
    """Half a mebibyte is a mistake."""
    with pytest.raises(TypeError, match="memory_mib must be a whole number"):
        Limits(memory_mib=0.5)  # type: ignore[arg-type]


def test_wall_time_is_at_least_cpu_time() -> None:
    """Else the CPU limit, the fairer of the two, could never be reached."""
    with pytest.raises(ValueError, match="at least 20, got 10"):
        Limits(cpu_s=20, wall_s=10)


def test_the_defaults_are_the_documented_ones() -> None:
    """docs/sandbox.md and the design quote them."""
    assert Limits() == Limits(10.0, 60.0, 4096, 256, 64, 256)
    assert (Limits().scratch_mib, Limits().lifetime_cpu_s) == (256, 1000)


def test_a_level_follows_from_its_layers() -> None:
    """Three layers make it full; without Landlock and seccomp it is a process."""
    assert Lockdown(("landlock", "rlimits", "seccomp")).level == "full"
    assert Lockdown(("rlimits", "seccomp", "uid")).level == "partial"
    assert Lockdown(("landlock",)).level == "partial"
    assert Lockdown(("rlimits", "uid")).level == "process"


def test_a_lockdown_survives_the_pipe() -> None:
    """Plain values there and back."""
    lockdown = Lockdown(("rlimits",), (Missing("landlock", "too old."),))

    assert Lockdown.from_plain(json.loads(json.dumps(lockdown.to_plain()))) == lockdown
    assert lockdown.sentences() == ("landlock: too old.",)


def test_the_course_is_left_out_of_the_library_folders(tmp_path: Path) -> None:
    """Where a readable folder contains the course, its other entries take its place; links are left out."""
    site = tmp_path / "lib" / "site-packages"
    for name in ("grader/checks", "torch/lib", "numpy"):
        (site / name).mkdir(parents=True)
    (tmp_path / "lib" / "os.py").touch()
    (site / "link").symlink_to(site / "grader")

    spared = {path.relative_to(tmp_path).as_posix() for path in landlock_rules.spare(tmp_path, site / "grader")}

    assert spared == {"lib/os.py", "lib/site-packages/torch", "lib/site-packages/numpy"}


def test_a_folder_inside_the_course_stays_readable(tmp_path: Path) -> None:
    """A virtual environment in the checkout is no secret."""
    library = tmp_path / ".venv" / "lib"
    library.mkdir(parents=True)

    assert list(landlock_rules.spare(library, tmp_path)) == [library]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux folders")
def test_no_readable_folder_holds_the_course() -> None:
    """On this machine, as it is installed here."""
    folders = [Path(name) for name in landlock_rules.libraries()]

    assert folders
    assert not [folder for folder in folders if folder == ROOT / "grader" or folder in (ROOT / "grader").parents]


def test_the_kernel_release_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Distributions write it in several ways."""
    for release, expected in (("6.18.44-fc", (6, 18)), ("5.14-rc1", (5, 14)), ("odd", (0, 0))):
        facts = type("Facts", (), {"release": release})()
        monkeypatch.setattr(os, "uname", lambda facts=facts: facts)

        assert resource_limits.kernel_release() == expected


@pytest.mark.skipif(sys.platform != "linux", reason="the lockdown is for Linux")
def test_the_survey_leaves_its_own_process_free() -> None:
    """`grade doctor` learns the level and can still read, write and start programs; torch is not imported."""
    code = (
        "import sys, subprocess; from grader.sandbox.survey import survey; found = survey(); "
        "subprocess.run(['true'], check=True); open('/etc/passwd').close(); print(found.level, 'torch' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)

    assert printed.stdout.split() in (["full", "False"], ["partial", "False"], ["process", "False"])


def test_the_survey_tells_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lockdown that fails reaches nothing, and says so."""
    from grader.sandbox.inside.lockdown import lockdown

    def fail(*_: object, **__: object) -> Lockdown:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(lockdown, "lock_down", fail)
    found = survey()

    assert found.level == "process"
    assert "a mistake" in found.sentences()[0]


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_the_files_can_be_imported(system: str) -> None:
    """Not Linux: no import fails, torch is not needed, preload does nothing."""
    code = (
        f"import sys; sys.platform = {system!r}; sys.modules['torch'] = sys.modules['resource'] = None; "
        "sys.modules['landlockpy'] = sys.modules['pyseccomp'] = None; sys.modules['fcntl'] = None; "
        "from grader.sandbox.inside.lockdown import lockdown, walls; from grader.sandbox import cleanup, survey; from grader.sandbox.contract import limits; "
        "lockdown.preload(); print('imported')"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)

    assert printed.stdout.strip() == "imported", printed.stderr


def test_the_documentation_lists_every_refused_call() -> None:
    """docs/sandbox.md is checked against the table, with its reasons."""
    text = (ROOT / "docs" / "sandbox.md").read_text("utf-8")
    documented = {
        tuple(re.findall(r"`(\w+)`", row.split("|")[1])): row for row in text.splitlines() if row.startswith("|")
    }

    for denied in TABLE:
        row = documented.get(tuple(denied.names.split()), "")
        assert f"| {errno.errorcode[denied.answer]} | {denied.why} |" in row, denied.names
    for name in (*(clause.name for clause in CLAUSES + WITHOUT_DEVICES), *ONLY):
        assert f"`{name}`" in text, name
