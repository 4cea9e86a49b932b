"""A sign in the source speaks only beside a reply that it explains."""

from __future__ import annotations

import made_run as made
import pytest
import torch

from grader.diagnosis.signs import sign, unread
from grader.outcome import Status
from grader.sandbox.contract.wire import Opaque

FAILED = made.stopped(evidence=made.pair(torch.ones(1), None))
X, W = torch.ones(5, 3), torch.ones(3, 1)


def test_a_forgotten_return_names_what_was_computed() -> None:
    """The last line's name."""
    outline = made.outline("def f(x):\n    total = x + 1\n")

    assert "end it with `return total`" in (sign(made.run(ended=FAILED, replies=(made.reply(None),)), outline) or "")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("def f(x):\n    total = x\n    return total\n", None),
        ("def f(x):\n    total = x\n", 1.0),
        ("def g(x): pass\n", None),
    ],
    ids=["returns", "gave a value", "unknown"],
)
def test_no_word_of_a_return_otherwise(text: str, value: object) -> None:
    """A return there is, a value came, or the function is not in the file."""
    assert sign(made.run(ended=FAILED, replies=(made.reply(value),)), made.outline(text)) is None


def test_none_that_is_no_mistake_gets_no_word() -> None:
    """A check that failed on something else may have been given None rightly."""
    run = made.run(ended=made.stopped(), replies=(made.reply(None),))

    assert sign(run, made.outline("def f(x) -> None:\n    total = x\n")) is None
    assert sign(run, made.outline("def f(x):\n    total = x\n")) is None
    assert sign(run, made.outline("def f(x) -> float:\n    total = x\n"))


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("name 'totl' is not defined", "total"),
        ("module 'torch' has no attribute 'sigmod'", "sigmoid"),
        ("'Tensor' object has no attribute 'squeze'", "squeeze"),
    ],
)
def test_a_misspelt_name_gets_the_nearest(text: str, near: str) -> None:
    """Of the function, of torch, of a tensor."""
    outline = made.outline("def f(x):\n    total = x\n    return totl\n")
    run = made.run(ended=made.stopped(Status.ERROR), replies=(made.raised("NameError", text),))

    assert f"did you mean {near}?" in (sign(run, outline) or "")


def test_a_name_near_to_nothing_gets_no_word() -> None:
    """Rather none than a wrong one."""
    run = made.run(ended=made.stopped(Status.ERROR), replies=(made.raised("NameError", "name 'qqqq' is not defined"),))

    assert sign(run, made.outline("def f(x):\n    return qqqq\n")) is None


@pytest.mark.parametrize(
    "body", ["nn.Sequential(nn.Linear(2, 3), nn.ReLU)", "[nn.ReLU]", "nn.ReLU"], ids=["argument", "list", "assigned"]
)
def test_a_layer_without_brackets_is_named(body: str) -> None:
    """When something was raised."""
    outline = made.outline(f"def f(n):\n    net = {body}\n    return net\n")
    run = made.run(
        ended=made.stopped(Status.ERROR), replies=(made.raised("TypeError", "ReLU is not a Module subclass"),)
    )

    assert "nn.ReLU() makes a layer" in (sign(run, outline) or "")


def test_a_class_that_came_back_is_a_layer_without_brackets() -> None:
    """Without an exception."""
    run = made.run(ended=made.stopped(), replies=(made.reply(Opaque("type")),))

    assert "add the brackets" in (sign(run, made.outline("def f(n):\n    layer = nn.Tanh\n    return layer\n")) or "")


@pytest.mark.parametrize("body", ["nn.ReLU()", "isinstance(n, nn.ReLU)"])
def test_no_word_of_brackets_where_they_are(body: str) -> None:
    """Or where a class is meant."""
    run = made.run(ended=made.stopped(Status.ERROR), replies=(made.raised("TypeError", "no"),))

    assert sign(run, made.outline(f"def f(n):\n    return {body}\n")) is None


def test_a_product_of_entries_is_told_from_that_of_matrices() -> None:
    """The shapes of the arguments fit a matrix product."""
    run = made.run(ended=made.stopped(Status.ERROR), replies=(made.raised(),), args=(X, W))

    assert "x @ w" in (sign(run, made.outline("def f(x, w):\n    return x * w\n")) or "")


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("def f(x, w):\n    return x @ w * 2\n", (X, W)),
        ("def f(x, w):\n    return x * w\n", (X, X)),
        ("def f(x, w):\n    return torch.mm(x, w) + x * w\n", (X, W)),
    ],
    ids=["a product", "shapes that do not fit", "mm"],
)
def test_no_word_of_products_otherwise(text: str, args: tuple[torch.Tensor, ...]) -> None:
    """A matrix product there is, or none is asked."""
    run = made.run(ended=made.stopped(Status.ERROR), replies=(made.raised(),), args=args)

    assert sign(run, made.outline(text)) is None


def test_a_check_that_asked_nothing_shows_no_sign() -> None:
    """There is no reply to explain."""
    assert sign(made.run(ended=made.stopped(), replies=()), made.outline("def f(x): x = 1\n")) is None


MODEL = made.outline("def f(x, rate, spare):\n    return x * rate\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def f(x, lr, seed):\n    return x * 0.1\n", "f never uses its argument lr."),
        ("def f(x, rate, spare):\n    return [x * rate for _ in x]\n", None),
        ("def f(x, rate, spare):\n    return eval('x * rate', locals())\n", None),
        ("def f(x, rate, spare):\n    raise NotImplementedError\n", None),
    ],
    ids=["never read", "read inside", "read by name", "unwritten"],
)
def test_an_argument_that_nothing_reads_is_told_where_a_right_function_reads_it(text: str, says: str | None) -> None:
    """One that a right function leaves alone, such as `spare`, gets no word."""
    assert unread(made.run(ended=FAILED), made.outline(text), MODEL) == says
