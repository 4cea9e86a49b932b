"""One request to a worker and its reply, as data: what crosses, what came back, and what it means for a check."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

from grader.outcome import Status
from grader.sandbox.channel import Answer
from grader.sandbox.contract.ending import Ending
from grader.sandbox.contract.observed import Observed
from grader.sandbox.contract.wire import Packer, TensorFacts, frame
from grader.sandbox.contract.wire_reader import Unpacker


@dataclass(frozen=True, eq=False)
class Request:
    """What a worker is asked: to call `function`, or to run a probe (then `sources` holds its source, the probe last).

    Attributes:
        function: the learner's function; for a probe, the function that the check is about.
        args, kwargs: plain values; a tensor that requires grad is a leaf whose gradient may come back.
        cotangent: weights of the outputs in the backward pass, or None for no backward pass.
        record: whether to note what ran.
        device: where tensors are placed first, or None.
        probe: name of the probe, or None for a call.
        seed: what torch's, NumPy's and Python's generators are seeded with.
    """

    function: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    cotangent: Any = None
    record: bool = False
    device: str | None = None
    probe: str | None = None
    sources: tuple[str, ...] = ()
    seed: int = 0

    def pack(self, identity: Mapping[str, Any], alias: Mapping[str, str]) -> bytes:
        """The frame that carries the request."""
        packer = Packer()
        header = {
            **identity,
            "verb": "run" if self.probe else "call",
            "function": self.function,
            "probe": self.probe,
            "sources": list(self.sources),
            "args": [packer.value(arg) for arg in self.args],
            "kwargs": {name: packer.value(value) for name, value in self.kwargs.items()},
            "leaves": [index for index, arg in enumerate(self.args) if _is_leaf(arg)],
            "cotangent": None if self.cotangent is None else packer.value(self.cotangent),
            "record": self.record,
            "device": self.device,
            "seed": self.seed,
            "alias": dict(alias),
        }
        return frame(header, packer)


@dataclass(frozen=True)
class Failure:
    """An exception in the learner's code; see `inside.failures.describe`."""

    type: str
    bases: tuple[str, ...] = ()
    text: str = ""
    frames: tuple[tuple[int, str, str], ...] = ()
    stub: bool = False
    memory: bool = False
    syntax: tuple[int, int, str] | None = None
    wall: str | None = None


@dataclass(frozen=True, eq=False)
class Reply:
    """What came back.

    Attributes:
        status: `PASSED` when the code returned; otherwise what befell it (`ERROR`, `TIMEOUT`, `OUT_OF_MEMORY`,
            `NOT_STARTED`, `GRADER_ERROR`).
        value: what it returned, as plain values.
        facts: of each tensor in `value`, in tree order.
        gradients: one for each argument, None where none arrived; None when not asked for.
        after: the arguments as they were after the call, or None; `after_facts` likewise.
        left_grad: for each argument, whether it was left with a `.grad`.
        observed: what ran, when recording was asked for.
        failure: the exception, when there was one.
        sentence: what happened, for the learner, when the status is not `PASSED`.
        line: where in the learner's file a call was stopped that used up its time, where that is known.
        interrupted: whether the worker was killed from outside and the request made again.
        cpu_s, wall_s: what the exchange took.
    """

    status: Status
    value: Any = None
    facts: tuple[TensorFacts, ...] = ()
    gradients: tuple[torch.Tensor | None, ...] | None = None
    after: tuple[Any, ...] | None = None
    after_facts: tuple[TensorFacts, ...] = ()
    left_grad: tuple[bool, ...] = ()
    observed: Observed | None = None
    failure: Failure | None = None
    sentence: str = ""
    line: int | None = None
    interrupted: bool = False
    cpu_s: float = 0.0
    wall_s: float = 0.0


def _is_leaf(value: Any) -> bool:
    """Whether the value is a tensor that asks for a gradient."""
    return isinstance(value, torch.Tensor) and value.requires_grad


def identity_of(number: int) -> dict[str, Any]:
    """A request's number and nonce: a reply that does not repeat them is no reply to it."""
    return {"id": number, "nonce": secrets.token_hex(8)}


def read_reply(answer: Answer, identity: Mapping[str, Any], arguments: int | None = None) -> Reply | None:
    """The reply in an answer; None when it is garbled, another request's, or not of the known form.

    Args:
        answer: what came.
        identity: what it must repeat.
        arguments: how many arguments the call had; what is said of each of them must have that length.

    Raises:
        WireError: a node in it is not well formed.
    """
    header, values = answer.header, answer.values
    if answer.ending is not Ending.REPLY or values is None:
        return None
    if header.get("id") != identity["id"] or header.get("nonce") != identity["nonce"]:
        return None
    if arguments is not None and not _fits(header, arguments):
        return None
    reply = _reply(header, values)
    return None if reply is None else dataclasses.replace(reply, cpu_s=answer.cpu_s, wall_s=answer.wall_s)


def _reply(header: Mapping[str, Any], values: Unpacker) -> Reply | None:
    if header.get("status") == "ok":
        return _completed(header, values)
    if header.get("status") == "raised" and isinstance(header.get("error"), dict):
        return Reply(Status.ERROR, failure=_failure(header["error"]))
    if header.get("status") == "missing":
        return Reply(Status.ERROR, failure=Failure("Missing", text=str(header.get("text"))[:2000]))
    return None


def _fits(header: Mapping[str, Any], arguments: int) -> bool:
    """Whether the lists about the arguments, where they are there, have one entry for each."""
    node = header.get("gradients")
    gradients = node.get("l") if isinstance(node, dict) else None
    lists = (header.get("after"), header.get("left_grad"), gradients)
    return all(len(entries) == arguments for entries in lists if isinstance(entries, list))


def _completed(header: Mapping[str, Any], values: Unpacker) -> Reply:
    value = values.value(header.get("value"))
    facts = tuple(values.facts)
    gradients = values.value(header["gradients"]) if "gradients" in header else None
    values.facts.clear()
    after = [values.value(node) for node in header["after"]] if isinstance(header.get("after"), list) else None
    left_grad = header.get("left_grad")
    return Reply(
        Status.PASSED,
        value=value,
        facts=facts,
        gradients=_tensors_only(gradients) if isinstance(gradients, list) else None,
        after=None if after is None else tuple(after),
        after_facts=tuple(values.facts),
        left_grad=tuple(flag is True for flag in left_grad) if isinstance(left_grad, list) else (),
        observed=_observed(header.get("observed")),
    )


def _tensors_only(gradients: list[Any]) -> tuple[torch.Tensor | None, ...]:
    return tuple(gradient if isinstance(gradient, torch.Tensor) else None for gradient in gradients)


def _observed(node: Any) -> Observed | None:
    if not isinstance(node, dict):
        return None
    functions, operators = (
        tuple(str(name)[:80] for name in _items(node.get(key))) for key in ("functions", "operators")
    )
    counts = ("backward_passes", "custom_functions", "optimizer_steps")
    return Observed(functions, operators, *(_number(node.get(key)) for key in counts))


def _failure(node: Mapping[str, Any]) -> Failure:
    frames = [frame for frame in _items(node.get("frames")) if isinstance(frame, list) and len(frame) == 3]
    syntax = node.get("syntax")
    return Failure(
        type=str(node.get("type"))[:80],
        bases=tuple(str(base)[:80] for base in _items(node.get("bases"))),
        text=str(node.get("text") or "")[:2000],
        frames=tuple((_number(line), str(name)[:80], str(code)[:200]) for line, name, code in frames),
        stub=node.get("stub") is True,
        memory=node.get("memory") is True,
        syntax=(_number(syntax[0]), _number(syntax[1]), str(syntax[2])[:200])
        if isinstance(syntax, list) and len(syntax) == 3
        else None,
        wall=str(node["wall"])[:500] if isinstance(node.get("wall"), str) else None,
    )


def _number(value: Any) -> int:
    return value if type(value) is int else 0


def _items(value: Any) -> list[Any]:
    return value[:200] if isinstance(value, list) else []
