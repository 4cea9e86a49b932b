"""`grade canvas push` against a server that speaks Canvas's documented API."""

from __future__ import annotations

import json
import socket
import sys
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from grader.classroom.canvas_api import client
from grader.classroom.canvas_api.client import assignment_at, submissions_of
from grader.classroom.errors import ExportProblem
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.overrides import override
from grader.command.cli import cli

TOKEN = "secret-token"
PLACE = "/api/v1/courses/12/assignments/34"


class Site:
    """What Canvas holds, and how it behaves."""

    def __init__(self) -> None:
        self.assignment: dict[str, Any] = {
            "id": 34,
            "course_id": 12,
            "name": "Homework",
            "points_possible": 20.0,
            "grading_type": "points",
        }
        self.submissions = [
            submission(101, "Ann", "ann", None),
            submission(102, "Bob", "bob", 12.0),
            submission(103, "Cyd", "cyd", 1.0, excused=True),
            submission(104, "Test Student", "", None),
        ]
        self.puts: list[tuple[str, dict[str, str]]] = []
        self.busy = 0
        self.takes_off = 0.0
        self.trouble = 429
        self.trouble_headers: dict[str, str] = {}
        self.address = ""

    def answer(self, method: str, path: str, body: str) -> tuple[int, object, dict[str, str]]:
        """Status, object and headers of one request."""
        parts = urllib.parse.urlsplit(path)
        if self.busy:
            self.busy -= 1
            return self.trouble, {"errors": "no"}, self.trouble_headers
        if method == "GET" and parts.path == PLACE:
            return 200, self.assignment, {}
        if method == "GET" and parts.path == f"{PLACE}/submissions":
            page = int(dict(urllib.parse.parse_qsl(parts.query)).get("page", 1))
            more = {"Link": f'<{self.address}{PLACE}/submissions?page={page + 1}>; rel="next"'} if page < 4 else {}
            return 200, [self.submissions[page - 1]], more
        if method == "PUT" and parts.path.startswith(f"{PLACE}/submissions/"):
            user = parts.path.rsplit("/", 1)[1]
            values = dict(urllib.parse.parse_qsl(body))
            self.puts.append((user, values))
            (known,) = (one for one in self.submissions if str(one["user_id"]) == user)
            if "submission[posted_grade]" in values:
                known["score"] = float(values["submission[posted_grade]"]) - self.takes_off
            if "comment[text_comment]" in values:
                known["submission_comments"].append({"comment": values["comment[text_comment]"]})
            return 200, known, {}
        return 404, {"errors": "not found"}, {}


def submission(user: int, name: str, login: str, score: float | None, excused: bool = False) -> dict[str, Any]:
    """A submission as the API gives it, with its user."""
    about = {"id": user, "name": name, "login_id": login, "sis_user_id": None}
    return {
        "assignment_id": 34, "user_id": user, "score": score, "excused": excused, "user": about,
        "submission_comments": [],
    }  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    """A running server."""
    canvas = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET")

        def do_PUT(self) -> None:
            self._answer("PUT")

        def _answer(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            known = self.headers.get("Authorization") == f"Bearer {TOKEN}"
            status, made, headers = canvas.answer(method, self.path, body) if known else (401, {}, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(made).encode())

        def log_message(self, *_: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    canvas.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield canvas
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def push(
    book: Gradebook, class_of: Callable[..., Gradebook], site: Site, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str]]:
    """Types the command on a class of which Ann has 80, Bob 60, Cyd 50, Dan 40 of 100, and Eve nothing."""
    scores: dict[str, dict[str, float | None]] = {
        "ann": {"exercise2": 80.0}, "bob": {"exercise2": 60.0}, "cyd": {"exercise2": 50.0}, "dan": {"exercise2": 40.0},
        "eve": {},
    }  # fmt: skip
    class_of(book, scores)
    monkeypatch.setenv("CANVAS_TOKEN", TOKEN)

    def type_it(*options: str, what: str = "2") -> tuple[int, str]:
        place = ["--address", site.address, "--class", "12", "--assignment", "34"]
        done = CliRunner().invoke(cli, ["canvas", "push", str(book.path.parent), what, *place, *options])
        return done.exit_code, done.output

    return type_it


def test_without_send_it_says_what_differs_and_sends_nothing(push: Callable[..., tuple[int, str]], site: Site) -> None:
    code, said = push()

    assert code == 0
    assert "Ann (ann): none -> 16, and a comment" in said
    assert "Bob (bob): a comment" in said
    assert "Cyd (cyd) is excused" in said
    assert "Dan (dan) is not in the Canvas assignment" in said
    assert site.puts == []


def test_send_puts_scaled_scores_and_comments(push: Callable[..., tuple[int, str]], site: Site) -> None:
    """Only the score that differs; a comment for everybody; nobody is blanked."""
    assert push("--send")[0] == 0

    comment = {"comment[text_comment]": "exercise2: 60 of 100 points"}
    assert dict(site.puts)["101"]["submission[posted_grade]"] == "16"
    assert dict(site.puts)["102"] == comment
    assert set(dict(site.puts)) == {"101", "102"}


def test_a_second_push_has_nothing_to_send(push: Callable[..., tuple[int, str]], site: Site) -> None:
    push("--send")
    sent = len(site.puts)

    assert "There is nothing to send" in push()[1]
    push("--send")
    assert len(site.puts) == sent


def test_what_changed_is_sent_with_its_reason(
    push: Callable[..., tuple[int, str]], site: Site, book: Gradebook
) -> None:
    push("--send")
    site.puts.clear()
    override(book, "ann", "exercise2", 90, who="Roe", why="oral exam")

    push("--send")

    ((user, values),) = site.puts
    assert (user, values["submission[posted_grade]"]) == ("101", "18")
    assert values["comment[text_comment]"] == "exercise2: 90 of 100 points (set by hand: Roe: oral exam)"


def test_scores_alone(push: Callable[..., tuple[int, str]], site: Site) -> None:
    push("--send", "--no-comments")

    assert site.puts == [("101", {"submission[posted_grade]": "16"})]


def test_a_busy_canvas_is_asked_again(site: Site) -> None:
    site.busy = 2
    waited: list[float] = []

    assert assignment_at(site.address, TOKEN, 12, 34, pause=waited.append).name == "Homework"
    assert waited == [1.0, 2.0]


def test_a_canvas_that_stays_busy_is_left_alone_after_a_while(site: Site) -> None:
    site.busy = 100

    with pytest.raises(ExportProblem, match="Canvas answers 429"):
        assignment_at(site.address, TOKEN, 12, 34, pause=lambda _: None)

    assert site.busy == 96


def test_the_throttling_of_older_sites_is_waited_for_too(site: Site) -> None:
    """403, with a header that says so."""
    site.busy, site.trouble, site.trouble_headers = 1, 403, {"X-Rate-Limit-Remaining": "0.0"}
    waited: list[float] = []

    assignment_at(site.address, TOKEN, 12, 34, pause=waited.append)

    assert waited == [1.0]


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        (302, "does not follow a redirect"),
        (403, "must be a teacher's"),
        (404, "Look the numbers up"),
        (500, "Try again later"),
    ],
)
def test_a_refusal_is_a_sentence_with_a_way_out_and_is_not_repeated(
    push: Callable[..., tuple[int, str]], site: Site, status: int, way_out: str
) -> None:
    site.busy, site.trouble, site.trouble_headers = 1, status, {"Location": f"{site.address}{PLACE}"}

    code, said = push("--send")

    assert code == 2
    assert f"Canvas answers {status}" in said
    assert way_out in said
    assert site.puts == []


def test_a_score_that_canvas_changed_is_told(push: Callable[..., tuple[int, str]], site: Site) -> None:
    """Its own late policy, or an assignment that is locked."""
    site.takes_off = 2.0

    code, said = push("--send")

    assert code == 2
    assert "Canvas kept 14.0 instead of 16" in said
    assert "late policy" in said


def test_a_refused_token_is_a_sentence_without_the_token(
    push: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANVAS_TOKEN", "other-secret")
    code, said = push()

    assert code == 2
    assert "Canvas answers 401" in said
    assert "other-secret" not in said


def test_without_a_token_it_says_where_to_put_one(
    push: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CANVAS_TOKEN")

    assert push()[0] == 2


def test_without_its_library_it_says_what_to_install(
    push: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "canvasapi"]:
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("client", "pushing"):
        monkeypatch.delitem(sys.modules, f"grader.classroom.canvas_api.{name}", raising=False)
    monkeypatch.delattr("grader.classroom.canvas_api.pushing", raising=False)

    code, said = push()

    assert code == 2
    assert 'pip install "autogradus[canvas]"' in said


@pytest.mark.parametrize("address", ["http://canvas.example.edu", "ftp://canvas.example.edu", "canvas.example.edu"])
def test_the_token_goes_over_https_alone(address: str) -> None:
    with pytest.raises(ExportProblem, match="https://"):
        assignment_at(address, TOKEN, 12, 34)


def test_a_token_that_no_header_can_hold_is_not_shown(
    push: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTTP libraries name such a header with its value."""
    monkeypatch.setenv("CANVAS_TOKEN", "other\nsecret")
    code, said = push()

    assert code == 2
    assert "copy it from Canvas once more" in said
    assert "secret" not in said


def test_the_token_is_sent_where_netrc_knows_the_site_too(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The HTTP library would send that name and password instead."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login roe password other\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    assert assignment_at(site.address, TOKEN, 12, 34).name == "Homework"


def test_the_token_goes_to_no_other_address(site: Site) -> None:
    """Such as the link of a next page."""
    assignment = assignment_at(site.address, TOKEN, 12, 34)
    site.address = "http://127.0.0.1:9"

    with pytest.raises(ExportProblem, match="another address"):
        list(submissions_of(assignment))


@pytest.mark.parametrize("answer", [[], "a page to log in", None])
def test_what_is_no_canvas_is_a_sentence(push: Callable[..., tuple[int, str]], site: Site, answer: object) -> None:
    site.assignment = answer  # type: ignore[assignment]

    code, said = push()

    assert code == 2
    assert "as Canvas does" in said
    assert "Traceback" not in said


def test_nobody_there_is_a_sentence(push: Callable[..., tuple[int, str]]) -> None:
    code, said = push("--address", "http://127.0.0.1:9")

    assert code == 2
    assert "Canvas cannot be reached: " in said
    assert "refused" in said
    assert "HTTPConnection" not in said


def test_a_site_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_TIMEOUT_S", 0.05)

    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(ExportProblem, match="timed out"):
        assignment_at(f"http://127.0.0.1:{silent.getsockname()[1]}", TOKEN, 12, 34)


def test_an_assignment_without_points_is_refused(push: Callable[..., tuple[int, str]], site: Site) -> None:
    site.assignment["points_possible"] = 0

    code, said = push()

    assert code == 2
    assert "has no points" in said
