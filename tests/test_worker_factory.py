"""The three sources of workers speak the same protocol: fork, a fresh template, a fresh interpreter for each worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from grader.outcome import Status
from grader.sandbox.contract.limits import Limits
from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.host import ForkedTemplate, FreshTemplate, FreshWorkers
from grader.session.exchange import Request
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile

SOURCE = SourceFile("exercise0", b"import torch\ndef double(x):\n    return 2 * x\n")


@pytest.mark.parametrize("kind", [ForkedTemplate, FreshTemplate, FreshWorkers])
def test_every_source_answers_alike(kind: Callable[..., Any]) -> None:
    """A call, with its gradient."""
    x = torch.tensor([1.0, -2.0], requires_grad=True)
    with WorkerFactory([], first=kind) as factory:
        session = WorkerSession(factory, SOURCE, WorkerSpec(""))
        reply = session.ask(Request("double", (x,), cotangent=torch.ones(2)), Limits(cpu_s=60))
        session.close()

    assert reply.status is Status.PASSED, reply.sentence
    assert reply.value.tolist() == [2.0, -4.0]
    assert reply.gradients is not None
    assert reply.gradients[0] is not None
    assert reply.gradients[0].tolist() == [2.0, 2.0]


def test_a_template_that_died_is_replaced() -> None:
    """By one in a fresh interpreter, as this process holds secrets by then."""
    with WorkerFactory([]) as factory:
        factory.source.close()
        session = WorkerSession(factory, SOURCE, WorkerSpec(""))
        reply = session.ask(Request("double", (torch.ones(1),)), Limits(cpu_s=60))
        session.close()
        replaced = isinstance(factory.source, FreshTemplate)

    assert reply.status is Status.PASSED, reply.sentence
    assert replaced
