"""A learner's file read as text: what it defines, whom it calls, what it forgot; nothing breaks the reading."""

from __future__ import annotations

import made_run as made
import pytest

from grader.session.outline import outline_of
from grader.source import SourceFile

CALLS = made.outline("""
def base(x): return x
def helper(x): return base(x)
def top(x): return helper(x)
def shadow(base): return base
def assigned(x):
    base = x
    return base
class Net:
    def forward(self, x): return helper(x)
""")


@pytest.mark.parametrize(
    ("function", "other", "uses"),
    [
        ("helper", "base", True),
        ("top", "base", True),
        ("Net", "base", True),
        ("base", "helper", False),
        ("base", "base", False),
        ("shadow", "base", False),
        ("assigned", "base", False),
        ("absent", "base", False),
        ("top", "absent", False),
    ],
)
def test_who_uses_whom(function: str, other: str, uses: bool) -> None:
    """Through helpers; a parameter or a variable of that name is no use."""
    assert CALLS.uses(function, other) is uses


def test_a_function_that_is_not_there_can_be_used() -> None:
    """It is missing, and that is why the caller fails."""
    assert made.outline("def top(x): return gone(x)").uses("top", "gone")


def test_of_two_definitions_the_last_counts() -> None:
    """As in Python."""
    outline = made.outline("def f(x): return g(x)\ndef f(x, y): return x\n")

    assert not outline.uses("f", "g")
    assert outline.parameters("f") == ("x", "y")


@pytest.mark.parametrize(
    ("body", "is_stub"),
    [
        ("    raise NotImplementedError('write f')", True),
        ("    '''Text.'''\n    raise NotImplementedError", True),
        ("    y = x + 1\n    raise NotImplementedError('write f')", True),
        ("    if x == 'adam':\n        y = 1\n    else:\n        raise NotImplementedError(x)\n    return y", False),
        ("    ...", True),
        ("    pass", True),
        ("    if x: return 1\n    raise NotImplementedError('unknown name')", False),
        ("    return 1", False),
    ],
)
def test_a_stub_still_has_its_raise_and_returns_nothing(body: str, is_stub: bool) -> None:
    """A function that raises NotImplementedError for one input is written; one that was begun is not."""
    assert made.outline(f"def f(x):\n{body}\n").is_stub("f") is is_stub


def test_a_class_is_a_stub_while_a_method_is_one() -> None:
    """Or while it has none."""
    assert made.outline("class A:\n    def f(self):\n        raise NotImplementedError\n").is_stub("A")
    assert made.outline("class A:\n    x = 1\n").is_stub("A")
    assert not made.outline("class A:\n    def f(self):\n        return 1\n").is_stub("A")


def test_what_is_not_known_counts_as_a_stub() -> None:
    """The worker's word stands then."""
    assert made.outline("").is_stub("f")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f(a, /, b, *, c=1): return a", ("a", "b")),
        ("class f:\n    def __init__(self, n, width=3): self.n = n", ("n", "width")),
        ("class f:\n    pass", ()),
        ("g = 1", ()),
    ],
)
def test_parameters_are_those_of_a_call(text: str, names: tuple[str, ...]) -> None:
    """In their order, without self."""
    assert made.outline(text).parameters("f") == names


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("y = x + 1", "y"),
        ("x += 1", "x"),
        ("y: int = x", "y"),
        ("print(x)", ""),
        ("a, b = x", ""),
        ("return x", None),
        ("yield x", None),
        ("raise ValueError", None),
        ("def g(): return 1", ""),
        ("return", ""),
    ],
)
def test_a_forgotten_return_is_seen(body: str, name: str | None) -> None:
    """With the name that the last line computes; a return of an inner function is none."""
    assert made.outline(f"def f(x):\n    {body}\n").forgotten_return("f") == name


def test_a_class_forgets_no_return() -> None:
    """Nor does what is not there."""
    assert made.outline("class f: pass").forgotten_return("f") is None
    assert made.outline("").forgotten_return("f") is None


@pytest.mark.parametrize(
    "text",
    ["def", "\0", "x" + ".a" * 90_000, "-" * 90_000 + "1", "(" * 1000, "1" + "**1" * 40_000, "not " * 40_000 + "1", "'\\d'", "# " + "x" * 300_000],
    ids=["cut", "nul", "attributes", "minus", "brackets", "powers", "nots", "escape", "too large"],
)  # fmt: skip
def test_what_cannot_be_read_is_an_empty_outline(text: str) -> None:
    """Never an error, never a warning."""
    assert outline_of(SourceFile("made", text.encode())).definitions == {}
