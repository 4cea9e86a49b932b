"""What a worker says of arguments must fit the request, and all replies together must fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch

from grader.outcome import Status
from grader.sandbox.channel import Answer, reply_of
from grader.sandbox.contract.limits import Limits
from grader.sandbox.contract.wire import Packer, frame
from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.factory import WorkerFactory
from grader.session.budget import Budget
from grader.session.exchange import Request, read_reply
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile

IDENTITY = {"id": 1, "nonce": "ab"}
TEXT = b"""
import torch
def stopping(x):
    breakpoint()
    return x
def endless(x):
    print("before the loop")
    while True:
        pass
def f(x):
    return x + 1
def grown(x):
    raise ValueError("k must be at least 1")
def half_written(x, name):
    if name == "known":
        return x
    raise NotImplementedError(f"unknown name {name}")
def unwritten(x):
    raise NotImplementedError("Exercise 1: write unwritten")
"""


def answer(**header: Any) -> Answer:
    """A reply as it comes out of the pipe."""
    return reply_of(bytearray(frame({**IDENTITY, "status": "ok", "value": None, **header}, Packer())), (0.0, 0.0))


@pytest.fixture
def session(factory: WorkerFactory) -> Iterator[WorkerSession]:
    """The file in a worker, with room for one mebibyte of replies."""
    session = WorkerSession(factory, SourceFile("made", TEXT), WorkerSpec("", Limits(), "cpu"), Budget(replies_mib=1))
    yield session
    session.close()


@pytest.mark.parametrize("key", ["after", "left_grad"])
def test_a_list_about_the_arguments_has_one_entry_for_each(key: str) -> None:
    """More would only fill memory."""
    assert read_reply(answer(**{key: [True, True]}), IDENTITY, 2) is not None
    assert read_reply(answer(**{key: [True] * 3}), IDENTITY, 2) is None
    assert read_reply(answer(gradients={"l": [None] * 3}), IDENTITY, 2) is None
    assert read_reply(answer(), IDENTITY, 2) is not None


def test_a_key_of_megabytes_is_cut() -> None:
    """It would stand in messages."""
    reply = read_reply(answer(value={"d": [["k" * 1_000_000, None]]}), IDENTITY)

    assert reply is not None and len(next(iter(reply.value))) == 200


def test_replies_that_grow_without_end_are_not_kept(session: WorkerSession) -> None:
    """The check that asked for too much fails; a small reply still has room."""
    large, small = torch.zeros(200_000), torch.zeros(2)

    assert session.ask(Request("f", (small,)), Limits()).status is Status.PASSED
    assert session.ask(Request("f", (large,)), Limits()).status is Status.OUT_OF_MEMORY
    assert session.ask(Request("f", (small,)), Limits()).status is Status.PASSED


def test_a_spent_budget_ends_every_further_call(session: WorkerSession) -> None:
    """Without asking the worker."""
    session.budget.allow(Limits())
    session.budget.use(1000, 0)
    reply = session.ask(Request("f", (torch.zeros(2),)), Limits())

    assert reply.status is Status.TIMEOUT
    assert "used up" in reply.sentence
    assert session.current is None


def test_a_breakpoint_says_that_nothing_can_be_typed(session: WorkerSession) -> None:
    """With its own line, and without a debugger's prompts among what was printed."""
    reply = session.ask(Request("stopping", (1.0,)), Limits())

    assert "line 4 in stopping" in reply.sentence and "leave out breakpoint()" in reply.sentence
    assert session.printed == ""


def test_what_was_printed_before_an_endless_loop_is_kept_and_nothing_of_ours(session: WorkerSession) -> None:
    """The stack that says where it was is no print of the learner's; the next worker prints nothing."""
    endless = session.ask(Request("endless", (1.0,)), Limits(cpu_s=0.2, wall_s=20))
    session.ask(Request("f", (torch.zeros(2),)), Limits())

    assert endless.status is Status.TIMEOUT and endless.line in (8, 9)
    assert session.printed == "before the loop\n"


def test_a_written_function_that_raises_not_implemented_is_no_stub(session: WorkerSession) -> None:
    """Many raise it for a name that they do not know."""
    reply = session.ask(Request("half_written", (1.0, "other")), Limits())

    assert reply.status is Status.ERROR
    assert reply.failure and not reply.failure.stub
    assert "raised NotImplementedError: unknown name other" in reply.sentence


def test_a_function_that_only_raises_is_not_started(session: WorkerSession) -> None:
    """As the stub says."""
    assert session.ask(Request("unwritten", (1.0,)), Limits()).status is Status.NOT_STARTED
