"""One assignment in Canvas, over the library canvasapi (extra `autogradus[canvas]`).

What the library leaves open is settled here: a busy site is asked again, no request waits for ever, and a refusal is a
sentence. The token stands in a header and in no message; a redirect is not followed, for it would carry the token
elsewhere. Sources: Instructure, "Canvas LMS REST API", Assignments, Submissions and Throttling.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from canvasapi.assignment import Assignment
from canvasapi.course import Course
from canvasapi.requester import Requester
from canvasapi.submission import Submission
from requests import JSONDecodeError, PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter

from grader.classroom.errors import ExportProblem
from grader.classroom.names import shown

_TIMEOUT_S = 60.0
_TRIES = 4
_FIRST_PAUSE_S = 1.0
_BUSY = (429, 502, 503, 504)
_LOCAL = ("localhost", "127.0.0.1", "::1")


def assignment_at(
    address: str, token: str, course: int, assignment: int, *, pause: Callable[[float], None] = time.sleep
) -> Assignment:
    """Ask Canvas for one assignment.

    Args:
        address: such as "https://canvas.example.edu".
        token: the access token of a teacher.
        course: Canvas's number of the course.
        assignment: Canvas's number of the assignment.
        pause: waits so many seconds before a request is tried again.

    Raises:
        ExportProblem: the token must not go to this address, or Canvas does not answer.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise ExportProblem(f"Canvas's address must begin with https://; got {shown(address)}.")
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise ExportProblem("The token holds a letter that no token has; copy it from Canvas once more.")
    with _understood():
        return Course(_requester(address.rstrip("/"), token, pause), {"id": course}).get_assignment(assignment)


def submissions_of(assignment: Assignment) -> Iterator[Submission]:
    """Each student's, with user and comments, page after page.

    Raises:
        ExportProblem: Canvas does not answer.
    """
    with _understood():
        yield from assignment.get_submissions(include=["user", "submission_comments"])


def edit(submission: Submission, values: Mapping[str, dict[str, str]]) -> None:
    """Change what Canvas holds; the submission has Canvas's answer afterwards.

    Raises:
        ExportProblem: Canvas refuses.
    """
    with _understood():
        submission.edit(**values)


def _requester(address: str, token: str, pause: Callable[[float], None]) -> Requester:
    """The library's own, with our rules in the hooks of its session."""
    requester = Requester(address, token)
    # The library offers no way to set its session up; every release so far has had it under this name.
    session = requester._session
    adapter = _PatientAdapter(pause)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    # Otherwise an entry of ~/.netrc would take the token's place.
    session.auth = lambda request: request

    def judge(answer: Response, **_: Any) -> None:
        _refuse_failure(answer)
        _refuse_other_place(answer, requester.base_url)

    # Hooks run before a redirect is followed.
    session.hooks["response"].append(judge)
    return requester


class _PatientAdapter(HTTPAdapter):
    """Sends again what a busy Canvas refused.

    urllib3's Retry sees the status alone and cannot know the throttling of older sites by its header.
    """

    def __init__(self, pause: Callable[[float], None]) -> None:
        super().__init__()
        self._pause = pause

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:
        """The first answer that is worth having, or the last one."""
        options["timeout"] = _TIMEOUT_S
        for attempt in range(_TRIES - 1):
            answer = super().send(request, *args, **options)
            if not _is_busy(answer):
                return answer
            answer.close()
            self._pause(_FIRST_PAUSE_S * 2**attempt)
        return super().send(request, *args, **options)


def _is_busy(answer: Response) -> bool:
    """Whether waiting helps: throttling is 429, on older sites 403 with a header that says so."""
    throttled = answer.status_code == 403 and answer.headers.get("X-Rate-Limit-Remaining", "1").startswith("0")
    return answer.status_code in _BUSY or throttled


_LATER = "Try again later; what was sent so far stands, and the same command goes on."
_MOVED = "Give the address at which your browser ends up; the token does not follow a redirect."
_WAYS_OUT = {
    **dict.fromkeys((301, 302, 303, 307, 308), _MOVED),
    401: "Make a new token in Canvas (Account, Settings, New access token), and put it into CANVAS_TOKEN.",
    403: "The token's owner may not do this; it must be a teacher's of the course.",
    404: "Look the numbers up in the address of the assignment: .../courses/COURSE/assignments/ASSIGNMENT.",
}


def _refuse_failure(answer: Response) -> None:
    """One sentence for an answer that is no success."""
    status = answer.status_code
    if status < 300:
        return
    answer.close()
    way_out = _WAYS_OUT.get(status, _LATER)
    path = shown(urlsplit(answer.url).path)
    raise ExportProblem(f"Canvas answers {status} to {answer.request.method} {path}. {way_out}")


def _refuse_other_place(answer: Response, base_url: str) -> None:
    """The next page must be where the first one is."""
    following = answer.links.get("next", {}).get("url")
    if following is not None and not following.startswith(base_url):
        answer.close()
        raise ExportProblem("Canvas names a next page at another address; the token does not go there.")


@contextmanager
def _understood() -> Iterator[None]:
    """One sentence for no answer, and for one of a shape that the library does not expect of Canvas."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, JSONDecodeError) as error:
        raise ExportProblem("Something answers at this address, but not as Canvas does. Is it Canvas's own?") from error
    except RequestException as error:
        raise ExportProblem(f"Canvas cannot be reached: {_root_of(error)}. Is the address right? {_LATER}") from error


def _root_of(error: BaseException) -> BaseException:
    """What the system said, without the layers of libraries around it."""
    while error.__context__ is not None:
        error = error.__context__
    return error
