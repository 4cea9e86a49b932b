"""Sentences for the learner: what happened, where, the next step; no flood out of a worker gets into them."""

from __future__ import annotations

import made_run as made
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.contract.ending import Ending
from grader.sandbox.contract.limits import Limits
from grader.session import wording, wording_of_text
from grader.session.budget import Budget
from grader.session.exchange import Failure, Request
from grader.source import SourceFile

LONG = (
    "view size is not compatible with input tensor's size and stride. Use .reshape(...) instead. "
    "See https://example.org/very/long/address for all that can be said about strides, views, and the rest of it."
)
SOURCE = SourceFile("e", b"")
FRAME = ((7, "f", "return x @ w"),)


def failure(kind: str = "RuntimeError", text: str = "no", frames: tuple[tuple[int, str, str], ...] = FRAME) -> Failure:
    """An exception in the learner's code."""
    return Failure(kind, text=text, frames=frames)


def test_an_exception_names_type_text_line_and_code() -> None:
    """The learner's own line."""
    assert wording.raised("f", failure(text="no.")) == "f raised RuntimeError: no (line 7 in f: return x @ w)."


@pytest.mark.parametrize(
    ("kind", "text", "step"),
    [
        ("BdbQuit", "", "leave out breakpoint()"),
        ("EOFError", "", "leave out input()"),
        ("RecursionError", "maximum", "stops the recursion"),
        ("ModuleNotFoundError", "No module named 'pandas'", "may import torch"),
        ("TypeError", "f() takes 1 positional argument but 2 were given", "Keep the signature"),
        ("SystemExit", "exit code 0", "return a value instead"),
        ("RuntimeError", "Boolean value of Tensor with more than one value is ambiguous", "an answer for each entry"),
        ("RuntimeError", "expected m1 and m2 to have the same dtype, but got: double != float", "dtype=x.dtype"),
        (
            "RuntimeError",
            "a leaf Variable that requires grad is being used in an in-place operation.",
            "torch.no_grad()",
        ),
        (
            "RuntimeError",
            "element 0 of tensors does not require grad and does not have a grad_fn",
            "depends on nothing that asks for a gradient",
        ),
        ("RuntimeError", "Can't call numpy() on Tensor that requires grad.", "Call .detach() first"),
        (
            "ValueError",
            "At least one stride in the given numpy array is negative, and tensors with negative strides",
            "copy the array",
        ),
        ("RuntimeError", "Expected all tensors to be on the same device, but found two", "device=x.device"),
    ],
)
def test_an_exception_that_does_not_say_it_gets_its_next_step(kind: str, text: str, step: str) -> None:
    """One sentence more."""
    assert step in wording.raised("f", failure(kind, text))


def test_of_a_long_text_the_first_sentence_is_kept() -> None:
    """The line is kept as well."""
    sentence = wording.raised("f", failure(text=LONG))

    assert "size and stride (line 7 in f" in sentence
    assert "https" not in sentence


@given(st.text(max_size=400))
def test_a_text_is_cut_to_one_line(text: str) -> None:
    """Whatever it is."""
    assert "\n" not in wording.first_sentence(text)
    assert len(wording.first_sentence(text)) <= 170


def test_a_short_text_stays_whole() -> None:
    """Both of its sentences."""
    assert wording.first_sentence("k is 0. It must be at least 1.") == "k is 0. It must be at least 1."


def test_what_a_probe_cannot_use_is_told_of_the_function() -> None:
    """No line of the learner's was running."""
    sentence = wording.raised("f", failure("AttributeError", "'float' object has no attribute 'backward'", ()))

    assert sentence.startswith("What f gave could not be used by the check: AttributeError: 'float' object")


def test_sizes_that_do_not_fit_are_told_with_the_shapes_of_all_arguments() -> None:
    """By the names of the signature."""
    request = Request("f", (torch.zeros(5, 1), 0.5, torch.zeros(3, 2)))
    text = "mat1 and mat2 shapes cannot be multiplied (5x1 and 3x2)"

    assert wording.shapes(failure(text=text), request, ("x", "lr")) == " Here x is (5, 1), argument 3 is (3, 2)."


@pytest.mark.parametrize(
    ("kind", "text", "request_"),
    [
        ("KeyError", "size", Request("f", (torch.zeros(1),))),
        ("RuntimeError", "does not require grad", Request("f", (torch.zeros(1),))),
        ("RuntimeError", "size", Request("f", (1.0,))),
        ("RuntimeError", "size", Request("f", (torch.zeros(1),), probe="p")),
    ],
    ids=["a key", "a graph", "no tensor", "a probe"],
)
def test_no_word_of_shapes_otherwise(kind: str, text: str, request_: Request) -> None:
    """It would only be longer."""
    assert wording.shapes(failure(kind, text), request_, ("x",)) == ""


def test_a_missing_function_names_the_nearest() -> None:
    """Or says what is looked for."""
    assert "There is sigmoid_." in wording.missing("sigmoid", "e.py", "sigmoid_, accuracy")
    assert "exactly that name" in wording.missing("sigmoid", "e.py", "fit")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (Failure("SyntaxError", text="invalid syntax", syntax=(3, 5, "  x = = 1")), "not valid Python: invalid syntax in line 3.\n    x = = 1\n      ^"),
        (Failure("SyntaxError", text="null bytes", syntax=(0, 0, "")), "not valid Python: null bytes. Save it"),
        (Failure("NotImplementedError", stub=True, frames=FRAME), "calls an unwritten function when it is loaded (line 7"),
        (Failure("NameError", text="name 'x' is not defined", frames=FRAME), "could not be loaded: it raised NameError"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_load_says_why(given: Failure, word: str) -> None:
    """With the line."""
    assert word in wording.not_loaded(SOURCE, given)


def test_a_call_that_overran_says_where_it_was() -> None:
    """By the worker's own stack."""
    stack = (
        'File "/usr/lib/x.py", line 1 in select\nFile "/tmp/s/e.py", line 12 in low\nFile "/tmp/s/e.py", line 3 in f\n'
    )

    assert "It was in line 12, in low." in wording.overran("f", Ending.CPU_TIME, Limits(), stack, SOURCE)
    assert "did not come back (limit 60 s" in wording.overran("f", Ending.WALL_TIME, Limits(), "", SOURCE)


def test_a_printed_flood_is_no_stack() -> None:
    """A forged frame with a name of a megabyte is cut."""
    stack = f'File "/tmp/e.py", line 1 in {"x" * 1_000_000}'

    assert len(wording.overran("f", Ending.CPU_TIME, Limits(), stack, SOURCE)) < 400


def test_a_spent_budget_says_how_much_there_was() -> None:
    """In seconds."""
    budget = Budget()
    budget.allow(Limits(cpu_s=8, wall_s=16))

    assert "(9 s of CPU time, 18 s on the clock)" in wording.budget_spent("f", budget)
    assert "may take 1024 MiB" in wording.replies_too_large("f", budget)


@pytest.mark.parametrize(
    ("status", "word"), [(3, "exit status 3"), (-11, "SIGSEGV"), (-9, "signal SIGKILL"), (-40, "signal 40")]
)
def test_a_process_that_ended_says_how(status: int, word: str) -> None:
    """By exit status or signal."""
    assert word in wording.ended("f", status)


def test_memory_names_line_and_limit() -> None:
    """In MiB."""
    sentence = wording.out_of_memory("f", failure("MemoryError"), Limits(memory_mib=512), SOURCE)

    assert "the 512 MiB there are (line 7 in f" in sentence
    assert "512 MiB" in wording.out_of_memory("f", None, Limits(memory_mib=512), SOURCE)


def test_an_argument_without_a_name_is_counted_from_1() -> None:
    """As people count."""
    assert wording.argument(0, ("x",)) == "x"
    assert wording.argument(1, ("x",)) == "argument 2"


def test_made_runs_are_what_a_worker_would_send() -> None:
    """The other tests build on it."""
    assert made.raised().failure == Failure("RuntimeError", frames=((3, "f", "x @ w"),))


def test_a_stub_is_told_from_a_function_that_meets_one() -> None:
    """Who is to be written first."""
    assert wording_of_text.not_started("f", "f", "e.py").startswith("f is not written yet")
    assert wording_of_text.not_started("f", "low", "e.py").startswith("f calls low, which is not written yet")
