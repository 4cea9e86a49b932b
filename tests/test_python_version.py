"""A file that is no Python here may be Python elsewhere: the version is named."""

from __future__ import annotations

import sys

from grader.session.wording_of_text import not_python


def test_a_syntax_error_names_the_version_of_the_grader() -> None:
    """The caret still stands below the line, at the end."""
    said = not_python("exercise3.py", "f-string: unmatched '['", 3, 5, "x = f'{a['b']}'")

    assert f"This grader runs Python {sys.version_info.major}.{sys.version_info.minor}" in said
    assert said.splitlines()[-1].strip() == "^"
