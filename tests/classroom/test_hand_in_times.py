"""When something was handed in: zones that are missing, commits of clones, days by the calendar."""

from __future__ import annotations

import shutil
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from made_class import hand_in

from grader.classroom.exports import export
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.late_policy import LateRule, late_policy_of, set_late_rule
from grader.classroom.intake.commit_times import commit_time
from grader.classroom.intake.folders import read_folder
from grader.classroom.intake.hand_out import take_in
from grader.classroom.times import utc_text
from grader.command.cli import cli

Folder = Callable[..., Path]
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
COMMITTER = "committer Ann <a@x.org> 1772000000 -0800"


@pytest.mark.parametrize(
    ("text", "known", "with_zone"),
    [
        ("2026-03-05 15:58:23.948203 PST", None, "2026-03-05T23:58:23Z"),
        ("2026-03-05 15:58:23", None, "2026-03-05T23:58:23Z"),
        ("2026-07-05 15:58:23 PDT", None, "2026-07-05T22:58:23Z"),
        ("2026-03-05 15:58:23 CET", None, None),
        ("2026-03-05 15:58:23 UTC", "2026-03-05T15:58:23Z", "2026-03-05T15:58:23Z"),
        ("2026-03-05T15:58:23+01:00", "2026-03-05T14:58:23Z", "2026-03-05T14:58:23Z"),
        ("yesterday", None, None),
    ],
)
def test_a_zone_settles_times_without_one(text: str, known: str | None, with_zone: str | None) -> None:
    """A zone of the time's own counts first; an abbreviation counts only where the class's zone uses it."""
    assert utc_text(text) == known
    assert utc_text(text, LOS_ANGELES) == with_zone


@pytest.fixture
def stamped(folder: Folder) -> Path:
    """nbgrader's tree, one stamp with a zone that is no moment."""
    return folder(
        {
            "submitted/ann/hw/exercise3.py": "x = 1\n",
            "submitted/ann/hw/timestamp.txt": "2026-03-05 15:58:23 PST",
            "submitted/bob/hw/exercise3.py": "x = 2\n",
            "submitted/bob/hw/timestamp.txt": "2026-03-05 15:58:23 UTC",
        }
    )


def test_a_time_that_cannot_be_read_is_named_at_the_run(stamped: Path) -> None:
    """With the way out."""
    notes = " ".join(take_in(stamped, ["exercise3"]).notes)

    assert "ann: '2026-03-05 15:58:23 PST'" in notes
    assert "--time-zone" in notes
    assert "bob" not in notes


def test_a_zone_given_later_dates_the_same_submission(book: Gradebook, stamped: Path) -> None:
    """No second attempt, no grading anew."""
    hand_in(book, stamped)
    hand_in(book, stamped, zone=LOS_ANGELES)

    rows = list(book.rows("SELECT student, attempt, submitted_at FROM submission ORDER BY student"))
    assert rows == [("ann", 1, "2026-03-05T23:58:23Z"), ("bob", 1, "2026-03-05T15:58:23Z")]


def test_unknown_times_are_a_remark_where_a_due_time_exists(book: Gradebook, stamped: Path) -> None:
    """In the exports, and only for those whom it concerns."""
    hand_in(book, stamped)
    assert "nobody knows" not in export(book, "csv").text

    set_late_rule(book, LateRule("2026-03-01T00:00:00Z", percent_per_day=10))

    assert export(book, "csv").text.count("exercise3 never late: nobody knows when it was handed in") == 1


def test_a_due_time_without_a_zone_is_one_of_the_class(book: Gradebook) -> None:
    """Once the class has named its zone."""
    book.set_setting("time_zone", "America/Los_Angeles")

    done = CliRunner().invoke(cli, ["late", str(book.path.parent), "--due", "2026-03-01 23:59"])

    assert done.exit_code == 0
    assert late_policy_of(book).rules[""].due_at == "2026-03-02T07:59:00Z"


def test_a_zone_that_does_not_exist_is_refused(book: Gradebook) -> None:
    """With an example of one that does."""
    done = CliRunner().invoke(cli, ["late", str(book.path.parent), "--calendar", "PST9"])

    assert done.exit_code == 2
    assert "Europe/Berlin" in done.output


@pytest.mark.parametrize(
    ("submitted_at", "days"),
    [("2026-10-25T22:30:00Z", 1), ("2026-10-25T22:59:01Z", 2), ("2026-10-24T22:00:00Z", 1)],
    ids=["24.5 hours, one night", "a second day by the wall's clock", "an hour"],
)
def test_late_days_by_the_calendar_where_asked(submitted_at: str, days: int) -> None:
    """Due 23:59 in Berlin on the eve of the night of 25 hours."""
    by_calendar = LateRule("2026-10-24T21:59:00Z", percent_per_day=10, calendar_zone="Europe/Berlin")

    assert by_calendar.percent_off(submitted_at, marked_late=False) == 10 * days


def test_late_days_are_of_24_hours_otherwise() -> None:
    """24.5 hours are two days begun."""
    rule = LateRule("2026-10-24T21:59:00Z", percent_per_day=10)

    assert rule.percent_off("2026-10-25T22:30:00Z", marked_late=False) == 20


def loose(folder: Folder, head: str = "ref: refs/heads/main\n", text: str | None = None) -> Path:
    """A clone whose last commit is a loose object."""
    body = (text or f"tree {'0' * 40}\nauthor Ann <a@x.org> 1 +0000\n{COMMITTER}\n\nwork\n").encode()
    packed = zlib.compress(b"commit %d\0" % len(body) + body)
    name = "ab" + "c" * 38
    return folder(
        {
            "hw-ann/.git/HEAD": head,
            "hw-ann/.git/refs/heads/main": f"{name}\n",
            f"hw-ann/.git/objects/{name[:2]}/{name[2:]}": packed,
            "hw-ann/exercises/exercise3.py": "x = 1\n",
            "hw-bob/.git/HEAD": "x",
            "hw-bob/exercises/exercise3.py": "x = 2\n",
        },
        "hw-submissions",
    )


def test_a_clones_last_commit_is_the_time_of_hand_in(folder: Folder) -> None:
    """A loose object, read as data."""
    times = {choice.student: choice.handed.submitted_at for choice in take_in(loose(folder), ["exercise3"]).chosen}

    assert times == {"ann": "2026-02-25T06:13:20Z", "bob": None}


@pytest.mark.parametrize(
    "damage",
    [
        {"head": "ref: refs/heads/../../../../etc/passwd\n"},
        {"head": "ref: refs/heads/absent\n"},
        {"text": "committer Ann <a@x.org> 99999999999999999999 +0000\n"},
        {"text": "committer Ann <a@x.org> 999999999999 +0000\n"},
    ],
    ids=["climbs out", "absent", "too long", "beyond all years"],
)
def test_a_git_folder_that_makes_no_sense_gives_no_time(folder: Folder, damage: dict[str, str]) -> None:
    """And no error."""
    assert commit_time(read_folder(loose(folder, **damage)), "hw-ann") is None


def test_a_packed_commit_is_found_through_the_index(tmp_path: Path) -> None:
    """As a fresh clone has it; git itself makes the pack."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git here to make a pack with")
    clone = tmp_path / "hw-ann"
    clone.mkdir()
    environment = {"GIT_COMMITTER_DATE": "1772000000 -0800", "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=Ann", "-c", "user.email=a@x.org"]
    for arguments in (
        ["init", "-q"],
        [*identity, "commit", "-q", "--allow-empty", "-m", "first"],
        [*identity, "commit", "-q", "--allow-empty", "-m", "second"],
        ["gc", "-q"],
    ):
        subprocess.run([git, *arguments], cwd=clone, env=environment, check=True)
    assert list((clone / ".git" / "objects" / "pack").glob("*.idx"))
    shutil.rmtree(clone / ".git" / "logs")

    assert commit_time(read_folder(tmp_path), "hw-ann") == "2026-02-25T06:13:20Z"


@pytest.fixture
def differences(tmp_path: Path) -> Path:
    """A clone whose checked-out commit is packed as a difference from a newer one."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("no git here to make a pack with")
    clone = tmp_path / "hw-submissions" / "hw-ann"
    clone.mkdir(parents=True)
    (clone / "exercise3.py").write_text("x = 1\n")
    message = "\n".join(f"{number * 7919 % 1009} of the words of a long message" for number in range(60))
    environment = {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "1772000000 -0800"}
    identity = ["-c", "user.name=Ann", "-c", "user.email=a@x.org"]

    def run(*arguments: str, at: str = "1772000000 -0800") -> str:
        ended = subprocess.run(
            [git, *arguments], cwd=clone, env={**environment, "GIT_COMMITTER_DATE": at}, check=True, capture_output=True
        )
        return ended.stdout.decode()

    run("init", "-q")
    run("add", ".")
    run(*identity, "commit", "-q", "-m", message)
    run(*identity, "commit", "-q", "--allow-empty", "-m", message + " more", at="1772100000 -0800")
    run("checkout", "-q", "HEAD~1")
    run("gc", "-q", "--aggressive", "--prune=now")
    (index,) = (clone / ".git" / "objects" / "pack").glob("*.idx")
    commits = [line.split() for line in run("verify-pack", "-v", str(index)).splitlines() if " commit " in line]
    assert len(next(fields for fields in commits if fields[0] == run("rev-parse", "HEAD").strip())) == 7
    shutil.rmtree(clone / ".git" / "logs")
    return clone.parent


def test_a_commit_packed_as_a_difference_is_read(differences: Path) -> None:
    assert commit_time(read_folder(differences), "hw-ann") == "2026-02-25T06:13:20Z"


@pytest.mark.parametrize("kind", ["zip", "gztar"])
def test_clones_in_an_archive_are_dated_too(differences: Path, tmp_path: Path, kind: str) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "hand-out"), kind, tmp_path, "hw-submissions"))

    intake = take_in(archive, ["exercise3"])

    assert [choice.handed.submitted_at for choice in intake.chosen] == ["2026-02-25T06:13:20Z"]
    assert not any(path.startswith(".git/") for path in (entry.path for entry in intake.left_out))


def test_every_cut_of_a_pack_gives_no_time_and_no_error(differences: Path) -> None:
    (pack,) = (differences / "hw-ann" / ".git" / "objects" / "pack").glob("*.pack")
    pack.chmod(0o600)
    whole = pack.read_bytes()
    for length in range(0, len(whole), 7):
        pack.write_bytes(whole[:length])
        assert commit_time(read_folder(differences), "hw-ann") in (None, "2026-02-25T06:13:20Z")


def test_clones_without_a_readable_commit_are_named_at_the_run(folder: Folder) -> None:
    notes = " ".join(take_in(loose(folder), ["exercise3"]).notes)

    assert "1 of 2 repositories without a readable last commit, so never late (hw-bob)" in notes


def test_the_reflog_serves_where_no_commit_can_be_read_but_never_with_the_time_of_the_clone(folder: Folder) -> None:
    """What the teacher's own `git clone` wrote says nothing about the student."""
    line = f"{'0' * 40} {'1' * 40} Ann <a@x.org> 1772000000 -0800\t"
    root = folder(
        {
            "hw-ann/.git/logs/HEAD": line + "commit: work\n",
            "hw-bob/.git/logs/HEAD": line + "clone: from there\n",
        }
    )

    assert commit_time(read_folder(root), "hw-ann") == "2026-02-25T06:13:20Z"
    assert commit_time(read_folder(root), "hw-bob") is None


def test_one_students_time_stamp_does_not_make_the_class_nbgraders(folder: Folder) -> None:
    """A layout is recognised by a share of the students."""
    files = {f"s{number}/exercise3.py": f"x = {number}\n" for number in range(5)}
    intake = take_in(folder(files | {"s1/x/timestamp.txt": "2020-01-01 00:00:00 UTC"}), ["exercise3"])

    assert intake.title == "one folder a student"
    assert len({choice.student for choice in intake.chosen}) == 5


def test_one_students_folder_named_submitted_does_not_either(folder: Folder) -> None:
    """The same for the other sign of nbgrader's tree."""
    files = {f"s{number}/exercise3.py": f"x = {number}\n" for number in range(5)}
    intake = take_in(folder(files | {"submitted/x/hw/exercise3.py": "x = 9\n"}), ["exercise3"])

    assert len({choice.student for choice in intake.chosen}) == 6
