"""`agree`: does a function return what a reference returns, with the same gradients, and leave its inputs alone?"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from grader.kit.compare import EXACT, FLOAT32, Tolerance, difference, tensor_values
from grader.kit.describe import dtype_name
from grader.kit.stopped import CheckStopped, Evidence
from grader.kit.submission import Submission, demand
from grader.outcome import Status
from grader.session.exchange import Reply
from grader.session.seeds import request_seed

Reference = Callable[..., Any]
_DETACHED = "The result is cut off from its input: detach, .data, .item(), NumPy and torch.tensor(...) do that."


@dataclass(frozen=True)
class _Expectation:
    """What the reference says: the value, the weights of its outputs, the gradients of chosen arguments."""

    value: Any
    cotangent: Any
    gradients: dict[int, torch.Tensor]


def agree(
    submission: Submission,
    function: str,
    *args: Any,
    reference: Reference,
    kwargs: Mapping[str, Any] | None = None,
    gradients: Sequence[int] = (),
    tolerance: Tolerance = FLOAT32,
    unchanged: bool = True,
    device: str | None = None,
    parts: Sequence[str] = (),
) -> Reply:
    """Call the learner's function and compare with `reference`, computed here in float64.

    Args:
        submission, function, args, kwargs: the call.
        reference: the right function; it gets float64 copies of floating tensors. The expected dtype is the one that
            it gives for the arguments as they are.
        gradients: positions of arguments whose gradients are compared by value, for random weights of the outputs.
        tolerance: how far values and gradients may be off.
        unchanged: whether the arguments must be left as they were.
        device: where tensor arguments are placed first and the result must be.
        parts: names of the parts of a tuple, for sentences: ("w", "b", "losses").

    Raises:
        CheckStopped: the call did not come back with a value, or something differs.
    """
    kwargs = dict(kwargs or {})
    wanted = expectation(reference, args, kwargs, gradients, submission.transcript.seed)
    sent = tuple(_leaf(arg) if index in gradients else arg for index, arg in enumerate(args))
    reply = demand(submission.call(function, sent, kwargs, cotangent=wanted.cotangent, device=device))
    submission.transcript.tolerances.add(str(tolerance))
    call = call_text(function, args, kwargs)
    judge_value(wanted.value, reply, tolerance, Evidence(call, args), device, parts)
    for index, gradient in wanted.gradients.items():
        name = f"The gradient of {function} with respect to {submission.argument_name(function, index)}"
        _judge_gradient(gradient, reply, index, tolerance, Evidence(call, args, gradient_of=index), name)
    if unchanged:
        judge_unchanged(submission, sent, reply, function)
    return reply


def expectation(
    reference: Reference, args: Sequence[Any], kwargs: Mapping[str, Any], gradients: Sequence[int], seed: int
) -> _Expectation:
    """The reference's value (in its own dtype), cotangent and gradients, computed in float64."""
    with torch.no_grad():
        plain = reference(*map(_copy_of, args), **kwargs)
    wide_args = [wide(arg).requires_grad_() if index in gradients else wide(arg) for index, arg in enumerate(args)]
    exact = reference(*wide_args, **{name: wide(value) for name, value in kwargs.items()})
    value = _narrowed(exact, plain)
    if not gradients:
        return _Expectation(value, None, {})
    outputs = [out for out in (exact if isinstance(exact, tuple | list) else [exact]) if isinstance(out, torch.Tensor)]
    generator = torch.Generator().manual_seed(request_seed("cotangent", seed))
    weights = [torch.randn(out.shape, generator=generator, dtype=torch.float64) for out in outputs]
    leaves = [wide_args[index] for index in gradients]
    weighted = [(out * weight).sum() for out, weight in zip(outputs, weights, strict=True) if out.requires_grad]
    grads = torch.autograd.grad(torch.stack(weighted).sum(), leaves, allow_unused=True)
    exact_gradients = {
        index: torch.zeros_like(leaf) if gradient is None else gradient
        for index, leaf, gradient in zip(gradients, leaves, grads, strict=True)
    }
    cotangent = tuple(weights) if isinstance(exact, tuple | list) else weights[0]
    return _Expectation(value, cotangent, exact_gradients)


def judge_value(
    expected: Any,
    reply: Reply,
    tolerance: Tolerance,
    evidence: Evidence,
    device: str | None = None,
    parts: Sequence[str] = (),
) -> None:
    """Compare the returned value and where it lives."""
    mismatch = difference(expected, reply.value, tolerance, parts=parts)
    if mismatch:
        raise CheckStopped(
            Status.FAILED, mismatch.sentence, None, _with_pair(evidence, mismatch.expected, mismatch.got)
        )
    for facts in reply.facts:
        if device and facts.device != device:
            sentence = f"The result must stay on the device of the input, {device}; got one on {facts.device}."
            raise CheckStopped(Status.FAILED, sentence, None, evidence)


def _judge_gradient(
    expected: torch.Tensor, reply: Reply, index: int, tolerance: Tolerance, evidence: Evidence, name: str
) -> None:
    """Compare the gradient with respect to one argument."""
    got = reply.gradients[index] if reply.gradients and index < len(reply.gradients) else None
    if not isinstance(got, torch.Tensor):
        message = f"{name} must reach it; none arrived."
        raise CheckStopped(Status.FAILED, message, _DETACHED, evidence)
    if got.shape != expected.shape or not got.is_floating_point():
        raise CheckStopped(Status.FAILED, f"{name} must have shape {tuple(expected.shape)}.", None, evidence)
    mismatch = tensor_values(expected.to(got.dtype), got, tolerance)
    if mismatch:
        raise CheckStopped(Status.FAILED, mismatch.told(name), None, _with_pair(evidence, expected, got))


def judge_unchanged(submission: Submission, sent: Sequence[Any], reply: Reply, function: str) -> None:
    """Compare the arguments as they were sent with what they were after the call."""
    if reply.after is None:
        return
    rule = f"{function} must leave its inputs as they are"
    for index, (before, after) in enumerate(zip(sent, reply.after, strict=False)):
        if difference(before, after, EXACT):
            advice = "An operation in place (a name that ends in _, +=, x[...] = ...) writes into the caller's tensor."
            message = f"{rule}; {submission.argument_name(function, index)} holds other values after the call."
            raise CheckStopped(Status.FAILED, message, advice, Evidence(inputs=tuple(sent)))
    if any(reply.left_grad):
        name = submission.argument_name(function, reply.left_grad.index(True))
        raise CheckStopped(Status.FAILED, f"{rule}; {name} was left with a .grad.")
    flags = [tensor.requires_grad for tensor in _tensors_in(sent)]
    if reply.after_facts and flags != [facts.requires_grad for facts in reply.after_facts]:
        raise CheckStopped(Status.FAILED, f"{rule}; the requires_grad of one is another after the call.")


def _leaf(arg: Any) -> Any:
    """A copy of the argument that asks for a gradient."""
    return _copy_of(arg).requires_grad_()


def _copy_of(arg: Any) -> Any:
    """A copy of a tensor in its own memory layout; anything else as it is."""
    return arg.detach().clone() if isinstance(arg, torch.Tensor) else arg


def wide(arg: Any) -> Any:
    """A float64 copy of a floating tensor (complex128 of a complex one); a copy of anything else."""
    copied = _copy_of(arg)
    if not isinstance(copied, torch.Tensor):
        return copied
    if copied.is_complex():
        return copied.to(torch.complex128)
    return copied.double() if copied.is_floating_point() else copied


def _narrowed(exact: Any, plain: Any) -> Any:
    """`exact` with the dtypes of `plain`."""
    if isinstance(exact, torch.Tensor):
        return exact.detach().to(plain.dtype)
    if isinstance(exact, list | tuple):
        return [_narrowed(part, other) for part, other in zip(exact, plain, strict=True)]
    if isinstance(exact, dict):
        return {name: _narrowed(value, plain[name]) for name, value in exact.items()}
    return exact


def _tensors_in(value: Any) -> list[torch.Tensor]:
    """Every tensor in a nested value, in tree order."""
    if isinstance(value, torch.Tensor):
        return [value]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [tensor for item in items for tensor in _tensors_in(item)]


def _with_pair(evidence: Evidence, expected: Any, got: Any) -> Evidence:
    """The evidence with both sides."""
    return dataclasses.replace(evidence, expected=expected, got=got, has_pair=True)


def call_text(function: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """The call as the learner would type it, with tensors by kind: "sigmoid(<float32 (5, 1)>)"."""
    parts = [_short(arg) for arg in args] + [f"{name}={_short(value)}" for name, value in kwargs.items()]
    return f"{function}({', '.join(parts)})"


def _short(value: Any) -> str:
    """A value in a few characters."""
    if isinstance(value, torch.Tensor):
        return f"<{dtype_name(value)} {tuple(value.shape)}>"
    if isinstance(value, np.ndarray):
        return f"<{value.dtype.name} array {value.shape}>"
    if isinstance(value, list | tuple) and len(value) > 4:
        return f"<{type(value).__name__} of {len(value)}>"
    return f"[{', '.join(map(_short, value))}]" if isinstance(value, list | tuple) else f"{value!r:.40}"
