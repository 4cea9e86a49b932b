"""Details are in words of the learner's code: names, six digits, kinds; never a repr of ours."""

from __future__ import annotations

import dataclasses
import shlex
from typing import Any

import made_run as made
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.grading.shown.details import details
from grader.grading.shown.views import VIEW_LIMIT, both_views, kind, view
from grader.kit.check_run import CheckRun
from grader.outcome import Status
from grader.sandbox.contract.wire import DeviceName, Opaque
from grader.source import SourceFile

TEXT = "def f(z, weights=None):\n    return z\n"
OUTLINE = made.outline(TEXT)
SOURCE = SourceFile("made", TEXT.encode(), "made.py")


def told(run: CheckRun, origin: str = "made.py") -> str:
    """The details as one text."""
    return details(run, SourceFile("made", b"", origin), OUTLINE, 7) or ""


def test_arguments_have_the_names_of_the_signature() -> None:
    """And the others a number."""
    evidence = made.pair(1.0, 2.0, call="f(...)", inputs=(torch.zeros(1), 0.5, 3))
    lines = told(made.run(ended=made.stopped(evidence=evidence))).splitlines()

    assert lines[:4] == ["call: f(...)", "z: float32 (1,) [0]", "weights: 0.5", "argument 3: 3"]


def test_a_part_of_an_answer_is_no_call() -> None:
    """What a probe brought is named as what it is."""
    assert told(made.run(ended=made.stopped(evidence=made.pair(1.0, 2.0, call="(w, b) after 1 epochs")))).startswith(
        "compared: (w, b)"
    )


def test_a_call_that_raised_shows_its_arguments_and_its_lines() -> None:
    """So that shapes can be seen."""
    run = made.run(ended=made.stopped(Status.ERROR), replies=(made.raised(),), args=(torch.zeros(5, 3),))

    assert told(run).startswith("call: f(<float32 (5, 3)>)\nz: float32 (5, 3)")
    assert "line 3, in f: x @ w" in told(run)


def test_a_probe_that_raised_shows_no_call_that_was_not_made() -> None:
    """Its values are not the function's arguments."""
    run = made.run(ended=made.stopped(Status.ERROR), replies=(made.raised(),), args=(torch.zeros(5, 3),), probe="p")

    assert "call:" not in told(run)


def test_a_gradient_says_what_it_is_and_keeps_the_precision_that_came() -> None:
    """The reference is computed in float64, which the learner did not ask for."""
    evidence = made.pair(torch.ones(2).double(), torch.zeros(2), gradient_of=0)
    text = told(made.run(ended=made.stopped(evidence=evidence)))

    assert "with respect to z (the gradient of the result's entries, each times a random number" in text
    assert "expected: float32 (2,)" in text
    assert "float64" not in text


@pytest.mark.parametrize("origin", ["it's $(id).py", "two words.py", "plain.py", "`x`.py", "a\nb.py"])
def test_the_command_to_try_again_can_be_pasted(origin: str) -> None:
    """Whatever the file is called."""
    line = told(made.run(ended=made.stopped()), origin).partition("again: ")[2]

    assert shlex.split(line) == ["grade", "made", origin, "--check", "f_is_right", "--seed", "7"]


def test_a_check_that_broke_shows_the_exception_and_our_line() -> None:
    """For the author of the check."""

    def body() -> None:
        raise TypeError("no len()")

    try:
        body()
    except TypeError as error:
        run = made.run(ended=made.stopped(Status.GRADER_ERROR), fault=error)
    run = dataclasses.replace(run, check=dataclasses.replace(run.check, body=body))

    assert told(run).startswith("TypeError: no len() (grading/test_details.py, line ")


def test_a_check_that_waits_tells_what_had_happened() -> None:
    """And how to try it again."""
    run = made.run(ended=made.stopped(Status.SKIPPED, evidence=made.Evidence(so_far="f raised.")))

    assert told(run).startswith("so far: f raised.\nagain: ")


@pytest.mark.parametrize("status", [Status.NOT_STARTED, Status.SKIPPED, Status.GRADER_ERROR])
def test_what_tells_nothing_has_no_details(status: Status) -> None:
    """Nor has what passed."""
    assert details(made.run(ended=made.stopped(status)), SOURCE, OUTLINE, 7) is None
    assert details(made.run(), SOURCE, OUTLINE, 7) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (torch.tensor([[1 / 3], [2.0]]), "float32 (2, 1), a column: [0.333333 2]"),
        (torch.zeros(2, dtype=torch.bfloat16), "bfloat16 (2,) [0 0]"),
        (-3.055255889892578, "-3.05526"),
        (np.float32(0.5), "0.5 (float32 of NumPy)"),
        (np.zeros(2), "float64 array (2,) [0 0]"),
        (DeviceName("cpu"), "device cpu"),
        (torch.device("cpu"), "device cpu"),
        (Opaque("a sparse tensor"), "a sparse tensor"),
        (Opaque("function"), "a function"),
        (Opaque("_TensorMeta"), "a class"),
        (True, "True"),
        ("text", "'text'"),
        (None, "None"),
        ({"w": 1.0}, "{'w': 1}"),
        ((1, [2.5]), "(1, [2.5])"),
        (list(range(9)), "list of 9: 0, 1, 2, 3, ..."),
        (1 << 2000, "a huge int"),
    ],
)
def test_a_value_is_seen_in_a_few_words(value: Any, text: str) -> None:
    """Six digits, no names of ours."""
    assert view(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (torch.zeros(5, 1), "<float32 (5, 1)>"),
        (np.zeros(2, np.int64), "<int64 array (2,)>"),
        ([torch.zeros(1), 0.25], "[<float32 (1,)>, 0.25]"),
        (list(range(7)), "<list of 7>"),
        ({"a": 1}, "<dict of 1>"),
        ("relu", "'relu'"),
    ],
)
def test_an_argument_of_a_call_is_seen_by_its_kind(value: Any, text: str) -> None:
    """As a learner would name it."""
    assert kind(value) == text


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), st.binary(max_size=4), st.complex_numbers(),
        st.sampled_from([Opaque("x"), DeviceName("cpu"), np.int8(3), np.bool_(True), np.zeros((0, 2)), np.array("t"), 1 << 4000]),
        st.builds(
            lambda dtype, shape: torch.ones(shape).to(dtype),
            st.sampled_from([torch.float32, torch.bfloat16, torch.bool, torch.uint64, torch.complex64, torch.float16]),
            st.lists(st.integers(0, 20), max_size=3),
        ),
    ),
    lambda inner: st.lists(inner, max_size=8) | st.tuples(inner) | st.dictionaries(st.text(max_size=90), inner, max_size=8),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(VALUES)
def test_any_value_can_be_shown(value: Any) -> None:
    """In a few hundred characters."""
    assert len(view(value)) <= VIEW_LIMIT
    assert len(kind(value)) <= VIEW_LIMIT


def test_rows_stand_below_each_other_and_what_differs_is_marked() -> None:
    """A column too; digits that rounding explains are none."""
    expected, got = torch.tensor([[0.5], [-1.25], [2.0]]), torch.tensor([[0.500001], [1.25], [float("nan")]])

    assert both_views(expected, got) == [
        "expected: float32 (3, 1), a column: [     0.5 -1.25   2]",
        "got:      float32 (3, 1), a column: [0.500001  1.25 nan]",
        "differs:                                      ^^^^^ ^^^",
    ]


def test_tables_of_one_shape_are_aligned_with_a_star_at_what_differs() -> None:
    """Of any number of dimensions, broken into the same lines."""
    expected = torch.tensor([[[1.0, 2.0], [0.5, -0.25]], [[1.0, 1.0], [1.0, 1.0]]])
    got = expected.clone()
    got[0, 1, 0] = 1.5

    assert both_views(expected, got) == [
        "expected: float32 (2, 2, 2) [[[    1      2 ]",
        "                              [  0.5  -0.25 ]]",
        "                             [[    1      1 ]",
        "                              [    1      1 ]]]",
        "got:      float32 (2, 2, 2) [[[    1      2 ]",
        "                              [  1.5* -0.25 ]]",
        "                             [[    1      1 ]",
        "                              [    1      1 ]]]",
        "differs:  where a * stands, 1 of 8 shown",
    ]


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (1.0, 2.0),
        (torch.tensor(1.0), torch.tensor(2.0)),
        (torch.eye(2), torch.tensor(2.0)),
        (torch.ones(2), torch.ones(3)),
        (torch.eye(2), torch.ones(2, 3)),
        (torch.eye(2), torch.eye(2)),
    ],
)
def test_what_is_no_pair_of_rows_is_shown_as_it_is(expected: object, got: object) -> None:
    """Numbers, other lengths, equal tables."""
    assert both_views(expected, got) == [f"expected: {view(expected)}", f"got:      {view(got)}"]
