"""A class of 300 from hand-out to feedback in every layout, graded by the real checks and killed in the middle.

`AUTOGRADUS_WHOLE_CLASS` (default 300) says how many; run with `pytest -m slow -s tests/classroom/test_whole_class_slow.py`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hand_outs import HAND_OUTS, HandOut
from pool_class import ROOT, SEED, graded_so_far, processes_with, start_command, until
from settled_class import assign_the_unmatched, check_all, settle_everything
from whole_class import COURSE, FIRST, ON_PAPER, SECOND, Kind, Points, Story, Texts, roster_of, the_class

SIZE = int(os.environ.get("AUTOGRADUS_WHOLE_CLASS", "300"))
PEOPLE = the_class(SIZE)
WRONG = {FIRST: "add_default_tensor", SECOND: "error_rate"}
# Two machines share this class, and the parts are joined.
SHARED = "folders"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]


@pytest.fixture(scope="module")
def texts() -> Texts:
    """A file of each kind."""
    made = {(exercise, Kind.RIGHT): (ROOT / "solutions" / f"{exercise}.py").read_bytes() for exercise in WRONG}
    for exercise, mistake in WRONG.items():
        made[exercise, Kind.WRONG] = (ROOT / "tests" / "rejected" / exercise / f"{mistake}.py").read_bytes()
        made[exercise, Kind.STUB] = COURSE.stub_path(exercise).read_bytes()
        made[exercise, Kind.BROKEN] = b"def (\n"
    return made


@pytest.fixture(scope="module")
def points(texts: Texts, tmp_path_factory: pytest.TempPathFactory) -> Points:
    """What `grade` gives each file alone."""
    folder = tmp_path_factory.mktemp("alone")
    scores = {}
    for (exercise, kind), text in texts.items():
        file = folder / f"{exercise}_{kind}.py"
        file.write_bytes(text)
        command = [sys.executable, "-m", "grader", exercise, str(file), "--seed", str(SEED), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        scores[exercise, kind] = json.loads(done.stdout)["score"]
    assert {scores[exercise, Kind.RIGHT] for exercise in WRONG} == {100.0}
    return scores


def grade(submissions: Path, out: Path, scratch: Path, *more: str, kill_at: int | None = None) -> None:
    """`grade class`; killed with all its processes once so many are graded, and started again."""
    options = ("--exercises", f"{FIRST},{SECOND},{ON_PAPER}", "--roster", str(scratch / "roster.csv"), *more)
    if kill_at is not None:
        run = start_command(submissions, out, scratch / "tmp", *options)
        assert until(lambda: graded_so_far(out) >= kill_at or run.poll() is not None)
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate(timeout=60)
        assert until(lambda: not processes_with(scratch / "tmp"), 30)
    run = start_command(submissions, out, scratch / "tmp", *options)
    said, _ = run.communicate(timeout=1800)
    assert run.returncode == 0, said


@pytest.mark.parametrize("hand_out", HAND_OUTS, ids=lambda hand_out: hand_out.name)
def test_a_large_class_from_hand_out_to_feedback(
    tmp_path: Path, hand_out: HandOut, texts: Texts, points: Points
) -> None:
    submissions = hand_out.write(tmp_path, PEOPLE, texts)
    (tmp_path / "roster.csv").write_text(roster_of(PEOPLE), "utf-8")
    out, started_s = tmp_path / "out", time.monotonic()
    zone = ("--time-zone", "Europe/Berlin")
    if hand_out.name == SHARED:
        for part in ("1/2", "2/2"):
            grade(submissions, tmp_path / f"part{part[0]}", tmp_path, *zone, "--shard", part)
        parts = [str(tmp_path / "part1"), str(tmp_path / "part2")]
        subprocess.run([sys.executable, "-m", "grader", "merge", *parts, "--out", str(out)], check=True)
    else:
        grade(submissions, out, tmp_path, *zone, kill_at=SIZE // 3)
    graded_s = time.monotonic()
    assign_the_unmatched(out, hand_out, PEOPLE)
    grade(submissions, out, tmp_path)
    settle_everything(out, PEOPLE, tmp_path)

    check_all(out, hand_out, PEOPLE, points)

    all_s = time.monotonic() - started_s
    stories = len(Story)
    print(
        f"{hand_out.name}: {SIZE} people, {stories} stories; graded in {graded_s - started_s:.0f} s, all {all_s:.0f} s"
    )
