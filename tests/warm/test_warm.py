"""The warm process gives what the cold way gives; killed, stuck, stale or attacked, it costs nothing but time."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from waiting import lives, until

from grader.command import warming
from grader.fronts import asked
from grader.warm import client, messages, place, residents
from grader.warm.resident import Resident

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the warm process is for Linux")
Grade = Callable[..., subprocess.Popen[str]]


def served() -> int:
    """Requests that the resident has forked a front for."""
    facts = client.ask(place.socket_path(), "status")
    return int(facts["served"]) if facts else -1


def finished(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and stdout, once it has ended; nothing of ours may have ended in a traceback."""
    out, errors = process.communicate(timeout=400)
    assert "Traceback" not in errors
    return process.returncode, out


def stable(text: str) -> Any:
    """A JSON report less what differs between any two runs."""
    report = json.loads(text)
    for check in report["checks"]:
        del check["seconds"]
    del report["usage"]
    return report


def children(pid: int) -> list[int]:
    """Living children of a process."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and lives(int(entry.name)):
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found.append(int(entry.name))
    return found


def passes_signals_on(pid: int) -> bool:
    """Whether the command has a front: then it handles SIGWINCH, which it has no use for itself."""
    facts = dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line)
    return bool(int(facts["SigCgt"], 16) >> (signal.SIGWINCH - 1) & 1)


def test_the_warm_way_gives_what_the_cold_way_gives(resident: int, grade: Grade, surroundings: Path) -> None:
    """Report, exit code, screen, the score that is kept."""
    text = "\n\ndef accuracy(p, y):\n    print('seen')\n    return 2.0\n"
    file = surroundings / "exercises" / "exercise3.py"
    file.write_text(file.read_text() + text)
    warm = finished(grade("exercise3", "--json", "--seed", 7))
    cold = finished(grade("exercise3", "--json", "--seed", 7, AUTOGRADUS_WARM="0"))
    screens = [finished(grade("exercise3", "--seed", 7, AUTOGRADUS_WARM=switch)) for switch in "10"]

    assert served() == 2
    assert (warm[0], stable(warm[1])) == (cold[0], stable(cold[1]))
    assert screens[0] == screens[1]
    assert '"exercise3"' in (surroundings / ".autogradus.json").read_text()


def test_arguments_that_are_off_end_with_their_own_code_and_sentence(resident: int, grade: Grade) -> None:
    """Through the descriptors that were handed over."""
    process = grade("exercise3", "nowhere")
    _, errors = process.communicate(timeout=200)

    assert process.returncode == 2
    assert "does not exist" in errors
    assert served() == 1


def test_folder_and_environment_are_the_callers(resident: int, surroundings: Path, tmp_path: Path) -> None:
    """Not the resident's."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "exercise3.py").write_text("def f(\n")
    command = [sys.executable, "-m", "grader", "exercise3"]
    done = subprocess.run(command, cwd=tmp_path / "elsewhere", capture_output=True, text=True, check=False)

    assert "exercise3.py:1: '(' was never closed" in done.stdout


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stuck"])
def test_a_resident_that_is_killed_or_stuck_is_done_without(
    number: signal.Signals, resident: int, grade: Grade
) -> None:
    """The command goes the cold way and says every word."""
    os.kill(resident, number)

    code, out = finished(grade("exercise3"))

    assert code == 0
    assert "Score 100/100" in out


def test_another_version_of_the_code_ends_the_resident(resident: int, grade: Grade) -> None:
    """And the command goes the cold way."""
    code, out = finished(grade("exercise3", LC_ALL="C.UTF-8"))

    assert (code, "Score 100/100" in out) == (0, True)
    assert until(lambda: not lives(resident))


@pytest.mark.usefixtures("sleepy")
@pytest.mark.parametrize("who", ["resident", "front", "template", "worker"])
def test_whoever_is_killed_in_mid_check_the_result_is_right_and_nothing_is_left(
    who: str, resident: int, grade: Grade
) -> None:
    """kill -9, whom one likes."""
    process = grade("exercise3", "--json")
    until(lambda: served() == 1)
    front = until(lambda: children(resident))[0]
    template = until(lambda: children(front))[0]
    worker = until(lambda: children(template))[0]
    os.kill({"resident": resident, "front": front, "template": template, "worker": worker}[who], signal.SIGKILL)
    code, out = finished(process)
    status = {check["function"]: check["status"] for check in json.loads(out)["checks"]}

    assert code == 1
    assert status["sigmoid"] == status["accuracy"] == "passed"
    assert until(lambda: not any(map(lives, (front, template, worker))))


@pytest.mark.usefixtures("sleepy")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_a_command_that_is_ended_takes_its_front_with_it(number: signal.Signals, resident: int, grade: Grade) -> None:
    """Ctrl-C, SIGTERM, and SIGKILL, which nobody can pass on."""
    process = grade("exercise3")
    until(lambda: passes_signals_on(process.pid))
    front = until(lambda: children(resident))[0]
    until(lambda: children(front))
    family = [front, *children(front)]
    process.send_signal(number)
    code, _ = finished(process)

    assert code != 0
    assert until(lambda: not any(map(lives, family)))
    assert lives(resident)


def test_two_terminals_at_once_get_their_own_results(resident: int, grade: Grade) -> None:
    """Two fronts side by side."""
    one, two = grade("exercise3", "--json"), grade("exercise2", "--json")

    assert [json.loads(finished(process)[1])["exercise"] for process in (one, two)] == ["exercise3", "exercise2"]
    assert served() == 2


def scratch_of(pid: int) -> list[Path]:
    """Private folders of the workers that a process has started."""
    return list(Path(tempfile.gettempdir()).glob(f"autogradus-scratch-{pid}-*"))


def test_a_front_stands_by_with_its_workers_and_leaves_nothing(resident: int, grade: Grade) -> None:
    """It takes the next command, another one follows it, and `grade warm stop` ends all."""
    first = until(lambda: children(resident))[0]
    until(lambda: children(first) and len(children(children(first)[0])) > 1)
    code, out = finished(grade("exercise3"))
    second = until(lambda: [pid for pid in children(resident) if pid != first])[0]
    until(lambda: scratch_of(second))
    finished(grade("warm", "stop"))

    assert (code, "Score 100/100" in out) == (0, True)
    assert not lives(first)
    assert until(lambda: not lives(second) and not lives(resident))
    assert not scratch_of(first) + scratch_of(second)


def test_a_front_that_was_killed_while_it_stood_by_is_done_without(resident: int, grade: Grade) -> None:
    """A new one is forked for the command."""
    standby = until(lambda: children(resident))[0]
    os.kill(standby, signal.SIGKILL)
    code, out = finished(grade("exercise3"))

    assert (code, "Score 100/100" in out) == (0, True)
    assert served() == 1


def test_a_second_resident_lets_the_first_one_be(resident: int) -> None:
    """One for each user and installation."""
    command = f"import sys; sys.argv[1:] = [{str(place.socket_path())!r}]; from grader.command.warm_entry import serve; serve()"
    subprocess.run([sys.executable, "-P", "-c", command], timeout=200, check=True)

    assert client.ask(place.socket_path(), "status")["pid"] == resident  # type: ignore[index]


def test_stop_ends_it_and_leaves_no_socket(resident: int, grade: Grade) -> None:
    """`grade warm stop`; then doctor and status say that there is none."""
    said = finished(grade("warm", "stop"))[1]

    assert said == "stopped.\n"
    assert until(lambda: not lives(resident))
    assert not place.socket_path().exists()
    assert "not running" in warming.status()


def test_sigterm_ends_it_and_leaves_no_socket(resident: int) -> None:
    """As a system that shuts down, or `kill`, does."""
    os.kill(resident, signal.SIGTERM)

    assert until(lambda: not lives(resident))
    assert not place.socket_path().exists()


@pytest.mark.usefixtures("surroundings")
def test_stop_ends_one_that_is_only_starting() -> None:
    """Which has no socket yet: it would stand by after a person has stopped it."""
    path = place.socket_path()
    client.start(path, warming.ENTRY)
    pid = until(lambda: [each.pid for each in residents.find(warming.ENTRY) if each.path == path])[0]

    assert warming.status() == f"process {pid} is starting"
    assert warming.stop()
    assert until(lambda: not lives(pid))
    assert not path.exists()


def test_stop_ends_those_of_other_terminals_and_those_that_are_stuck(
    resident: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where XDG_RUNTIME_DIR and TMPDIR are others, the socket lies elsewhere."""
    os.kill(resident, signal.SIGSTOP)
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert not place.socket_path().exists()

    assert warming.stop()
    assert until(lambda: not lives(resident))
    assert not list(tmp_path.glob("run/autogradus/warm-????????????"))


def test_one_environment_has_one_resident_by_whichever_name_its_interpreter_is_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`grade` says python, a shell python3."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    before = place.socket_path(), place.fingerprint({})
    (tmp_path / "python3").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))

    assert (place.socket_path(), place.fingerprint({})) == before


def test_status_says_process_memory_and_age(resident: int) -> None:
    """What `grade doctor` shows."""
    said = warming.status()

    assert f"process {resident}" in said
    assert "MiB" in said
    assert "min old" in said


def test_only_its_user_can_come_near(resident: int) -> None:
    """A folder of mode 0700, a socket of mode 0600."""
    path = place.socket_path()

    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701])
def test_a_folder_that_others_may_enter_is_not_used(mode: int, surroundings: Path) -> None:
    """The command goes the cold way."""
    folder = place.private_folder()
    folder.chmod(mode)
    with pytest.raises(place.NoPlace):
        place.socket_path()

    assert warming.hand_over(["exercise3"]) is None


def test_a_folder_that_is_a_link_is_not_used(surroundings: Path, tmp_path: Path) -> None:
    """Somebody may have laid it."""
    (tmp_path / "target").mkdir(0o700)
    (tmp_path / "run" / "autogradus").symlink_to(tmp_path / "target")
    with pytest.raises(place.NoPlace):
        place.socket_path()


def test_a_peer_of_another_user_is_refused(surroundings: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the kernel's word, not the peer's."""
    path = tmp_path / "run" / "other"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen(1)
        monkeypatch.setattr(messages, "peer_uid", lambda stream: os.geteuid() + 1)

        assert client.begin(path, ["exercise3"]) is None


NO_MESSAGES = (b"", b"\xff\xff\xff\xff", b"\x00\x00\x00\x05hello", b"\x00\x00\x00\x02[]", b"\x00\x00\x01")


def test_what_is_no_message_ends_nothing(resident: int) -> None:
    """The resident goes on, whatever came and however often."""
    for data in NO_MESSAGES:
        with socket.socket(socket.AF_UNIX) as stream:
            stream.connect(str(place.socket_path()))
            stream.sendall(data)

        assert until(lambda: client.ask(place.socket_path(), "status"))["pid"] == resident, data


def test_it_holds_nothing_hidden() -> None:
    """Neither checks nor misconceptions, nor the data of a check, are imported before a front forks its template."""
    code = (
        "import sys, importlib\n"
        "from grader.command.warm_entry import PRELOAD\n"
        "for name in PRELOAD: importlib.import_module(name)\n"
        "print([m for m in sys.modules if m.startswith(('grader.checks', 'grader.misconceptions'))])\n"
        "from grader import course\n"
        "print(course._parsed.cache_info().currsize)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["[]", "0"]


def test_a_sandboxed_worker_cannot_reach_it(resident: int, grade: Grade, surroundings: Path) -> None:
    """Not by its path, and no socket at all."""
    attack = (
        "\ndef accuracy(p, y):\n    import socket\n    s = socket.socket(socket.AF_UNIX)\n"
        f"    s.connect({str(place.socket_path())!r})\n    return 1.0\n"
    )
    file = surroundings / "exercises" / "exercise3.py"
    file.write_text(file.read_text() + attack)
    _, out = finished(grade("exercise3", "--json"))
    accuracy = [check for check in json.loads(out)["checks"] if check["function"] == "accuracy"]

    assert accuracy
    assert {check["status"] for check in accuracy} <= {"error", "skipped"}
    assert any("Error" in check["message"] for check in accuracy)


@pytest.mark.parametrize(
    ("arguments", "environment", "wanted"),
    [
        (["exercise3"], {}, True),
        (["3", "-v"], {}, True),
        (["exercises/exercise3.py"], {}, True),
        (["exercise3"], {"CI": "true"}, False),
        (["exercise3"], {"AUTOGRADUS_WARM": "0"}, False),
        (["class", "x.zip"], {}, False),
        (["--help"], {}, False),
        ([], {}, False),
    ],
)
def test_it_is_for_people_who_grade_an_exercise(
    arguments: list[str], environment: dict[str, str], wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never in CI, never when turned off, for no other command."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    assert warming.is_wanted(arguments, environment) is wanted


def test_it_is_not_for_pipes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script has no evening."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False, raising=False)

    assert not warming.is_wanted(["exercise3"], {})


def test_it_ends_when_idle(tmp_path: Path) -> None:
    """Whatever the clock of the look is: the rule itself."""
    resident = Resident(tmp_path / "socket", lambda words: None, idle_s=100.0)
    resident.path.touch()
    resident.inode = resident.path.stat().st_ino
    resident.selector.register(resident.listener, 1)
    resident.look()
    assert not resident.ending
    resident.last_s = time.monotonic() - 101
    resident.look()

    assert resident.ending


def test_it_ends_when_its_socket_is_gone(tmp_path: Path) -> None:
    """Nobody could find it any more."""
    resident = Resident(tmp_path / "socket", lambda words: None)
    resident.inode = 0
    resident.selector.register(resident.listener, 1)
    resident.look()

    assert resident.ending


def test_a_changed_file_or_environment_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What an installation changes, and what an interpreter reads when it starts; nothing else of the environment."""
    monkeypatch.setattr(place, "_PACKAGE", tmp_path)
    (tmp_path / "a.py").write_text("1")
    before = place.fingerprint({})

    assert place.fingerprint({"EDITOR": "vi"}) == before
    assert place.fingerprint({"PYTHONPATH": "x"}) != before
    (tmp_path / "a.py").write_text("12")
    assert place.fingerprint({}) != before


def test_other_fronts_are_served_too_and_end_nothing(surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An editor or a notebook that sets variables of its own finds it; one whose language is another goes the cold way."""
    monkeypatch.delenv("CI", raising=False)
    asked.keep_warm()
    until(lambda: client.ask(place.socket_path(), "status"))
    try:
        monkeypatch.setenv("PYTHONUNBUFFERED", "1")
        grades = [asked.grade_of(event) for event in asked.events(["exercise3", "--seed", "7"])]
        monkeypatch.setenv("LANG", "xx_XX.UTF-8")
        cold = [asked.grade_of(event) for event in asked.events(["exercise3", "--seed", "7"])]

        assert grades[-1] is not None and cold[-1] is not None
        assert grades[-1].score == cold[-1].score == 100
        monkeypatch.undo()
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(surroundings.parent / "run"))
        assert served() == 1
    finally:
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(surroundings.parent / "run"))
        warming.stop()
