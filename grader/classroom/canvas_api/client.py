"""Canvas's REST API, as far as grades need it. Source: Instructure, "Canvas LMS REST API", Assignments and Submissions.

The token stands in a header and in no message; a redirect is not followed, for it would carry the token elsewhere.
"""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from grader.classroom.errors import ExportProblem
from grader.classroom.names import shown

_TIMEOUT_S = 60.0
_MAX_ANSWER_BYTES = 64 * 1024 * 1024
_MOST_PAGES = 500
_TRIES = 4
_FIRST_PAUSE_S = 1.0
_BUSY = (429, 502, 503, 504)
_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')
_LOCAL = ("localhost", "127.0.0.1", "::1")


class _Unmoved(urllib.request.HTTPRedirectHandler):
    """Redirects end as errors."""

    def redirect_request(self, *_: Any) -> None:
        """None: the answer itself is given back, as an error."""


@dataclass(frozen=True)
class Canvas:
    """One Canvas site, seen with one token.

    Attributes:
        address: such as "https://canvas.example.edu".
        token: the access token of a teacher.
        pause: waits so many seconds before a request is tried again.
    """

    address: str
    token: str = field(repr=False)
    pause: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        """Refuse an address to which the token must not go."""
        parts = urllib.parse.urlsplit(self.address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
            raise ExportProblem(f"Canvas's address must begin with https://; got {shown(self.address)}.")

    def one(self, path: str) -> dict[str, Any]:
        """One object."""
        answer, _ = self._ask("GET", f"{self.address.rstrip('/')}/api/v1/{path}")
        if not isinstance(answer, dict):
            raise ExportProblem(f"Canvas answered {path} with something else than one object.")
        return answer

    def every(self, path: str) -> Iterator[dict[str, Any]]:
        """The objects of a list, page after page."""
        address: str | None = f"{self.address.rstrip('/')}/api/v1/{path}"
        for _ in range(_MOST_PAGES):
            if address is None:
                return
            answer, links = self._ask("GET", address)
            if not isinstance(answer, list):
                raise ExportProblem(f"Canvas answered {path} with something else than a list.")
            yield from answer
            following = _NEXT.search(links)
            address = following[1] if following else None
            if address is not None and urllib.parse.urlsplit(address)[:2] != urllib.parse.urlsplit(self.address)[:2]:
                raise ExportProblem("Canvas names a next page at another address; the token does not go there.")

    def put(self, path: str, values: Mapping[str, str]) -> dict[str, Any]:
        """Change one object."""
        body = urllib.parse.urlencode(values).encode()
        answer, _ = self._ask("PUT", f"{self.address.rstrip('/')}/api/v1/{path}", body)
        return answer if isinstance(answer, dict) else {}

    def _ask(self, method: str, address: str, body: bytes | None = None) -> tuple[Any, str]:
        """The parsed answer and its links; waits and tries again where Canvas asks to."""
        request = urllib.request.Request(address, body, {"Authorization": f"Bearer {self.token}"}, method=method)
        opener = urllib.request.build_opener(_Unmoved)
        for attempt in range(1, _TRIES + 1):
            try:
                with opener.open(request, timeout=_TIMEOUT_S) as answer:
                    data = answer.read(_MAX_ANSWER_BYTES + 1)
                    if len(data) > _MAX_ANSWER_BYTES:
                        raise ExportProblem("Canvas's answer is larger than 64 MiB.")
                    return json.loads(data or b"null"), ", ".join(answer.headers.get_all("Link") or ())
            except urllib.error.HTTPError as error:
                if not _is_worth_waiting(error) or attempt == _TRIES:
                    _explain(error, method, address)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise ExportProblem(f"Canvas at {self.address} does not answer as Canvas does: {error}.") from error
            self.pause(_FIRST_PAUSE_S * 2 ** (attempt - 1))
        raise AssertionError("the last attempt returns or raises")


def _is_worth_waiting(error: urllib.error.HTTPError) -> bool:
    """Whether Canvas is only busy: throttling is 429, on older sites 403 with a header that says so."""
    throttled = error.code == 403 and error.headers.get("X-Rate-Limit-Remaining", "1").startswith("0")
    return error.code in _BUSY or throttled


_WAYS_OUT = {
    401: "Make a new token in Canvas (Account, Settings, New access token), and put it into CANVAS_TOKEN.",
    403: "The token's owner may not do this; it must be a teacher's of the course.",
    404: "Look the numbers up in the address of the assignment: .../courses/COURSE/assignments/ASSIGNMENT.",
}


def _explain(error: urllib.error.HTTPError, method: str, address: str) -> NoReturn:
    """One sentence for an answer that is no success."""
    path = urllib.parse.urlsplit(address).path
    way_out = _WAYS_OUT.get(error.code, "Try again later; what was sent so far stands, and the same command goes on.")
    raise ExportProblem(f"Canvas answers {error.code} to {method} {shown(path)}. {way_out}") from error
