"""Ways to judge, for checks. `docs/authoring.md` shows them in use.

A check raises nothing but what these functions raise. They run in the checker, on values that crossed the pipe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import torch

from grader.kit.agreement import Reference, agree, call_text, expectation, judge_unchanged, judge_value
from grader.kit.by_hand import violates
from grader.kit.compare import FLOAT32, FLOAT64, Tolerance, difference
from grader.kit.stopped import CheckStopped, Evidence
from grader.kit.submission import Probe, Submission, demand
from grader.outcome import Status
from grader.session.exchange import Reply


def fail(message: str, *, got: Any = None, expected: Any = None, advice: str | None = None) -> NoReturn:
    """End the check as failed; `message` is a learner's sentence: rule, expected, got."""
    has_pair = got is not None and expected is not None
    raise CheckStopped(Status.FAILED, message, advice, Evidence(got=got, expected=expected, has_pair=has_pair))


def expect(condition: bool, message: str, *, got: Any = None, expected: Any = None, advice: str | None = None) -> None:
    """Fail with `message` unless the condition holds."""
    if not condition:
        fail(message, got=got, expected=expected, advice=advice)


def close(
    got: Any, expected: Any, what: str = "the result", tolerance: Tolerance = FLOAT32, parts: Sequence[str] = ()
) -> None:
    """Compare a value that a probe brought.

    Args:
        got, expected: both sides.
        what: reads like "the loss after one step", or begins with the name of a function.
        tolerance: how far numbers may be off.
        parts: names of the parts of a list or tuple: ("w", "b", "losses").
    """
    mismatch = difference(expected, got, tolerance, parts=parts)
    if mismatch:
        evidence = Evidence(what, expected=mismatch.expected, got=mismatch.got, has_pair=True)
        raise CheckStopped(Status.FAILED, mismatch.told(what), None, evidence)


def gives(
    submission: Submission,
    function: str,
    *args: Any,
    expected: Any,
    what: str = "the result",
    kwargs: Mapping[str, Any] | None = None,
    tolerance: Tolerance = FLOAT32,
    parts: Sequence[str] = (),
) -> Reply:
    """Call the function, compare with `expected` as `close` does, and insist that its arguments are left as they were."""
    reply = demand(submission.call(function, args, kwargs))
    submission.transcript.tolerances.add(str(tolerance))
    close(reply.value, expected, what, tolerance, parts)
    judge_unchanged(submission, args, reply, function)
    return reply


def late(
    submission: Submission,
    function: str,
    earlier: Sequence[Sequence[Any]],
    *args: Any,
    reference: Reference,
    kwargs: Mapping[str, Any] | None = None,
    tolerance: Tolerance = FLOAT32,
    calls: int = 40,
    parts: Sequence[str] = (),
) -> None:
    """Call the function often with the arguments in `earlier`, in turn, then judge one more call with others.

    What a function keeps from one call for the next must not change what it returns.
    """
    kwargs = dict(kwargs or {})
    reply = demand(
        submission.attempt(
            _answer_after_many, function, calls, [tuple(arguments) for arguments in earlier], args, kwargs
        )
    )
    wanted = expectation(reference, args, kwargs, (), submission.transcript.seed).value
    close(reply.value, wanted, f"{function} after {calls} calls with other arguments", tolerance, parts)


def _answer_after_many(m, name, calls, earlier, args, kwargs):  # type: ignore[no-untyped-def]  # a probe
    for number in range(calls):
        getattr(m, name)(*earlier[number % len(earlier)])
    return getattr(m, name)(*args, **kwargs)


def by_hand(
    submission: Submission,
    function: str,
    *args: Any,
    kwargs: Mapping[str, Any] | None = None,
    banned: Sequence[str] = (),
    autograd: bool = True,
    reference: Reference | None = None,
    tolerance: Tolerance = FLOAT32,
) -> None:
    """Fail when a banned operation ran inside the function, or when what it returned meanwhile is not right.

    Args:
        submission, function, args, kwargs: the call.
        banned: operations that must not run, under any name that PyTorch has for them.
        autograd: whether autograd and torch.optim may be used.
        reference: the right function, as for `agree`: a function must not answer otherwise while it is watched.
        tolerance: how far its values may be off.
    """
    reply = demand(submission.call(function, args, kwargs, record=True))
    _judge_by_hand(function, reply.observed, banned, autograd)
    if reference is not None:
        submission.transcript.tolerances.add(str(tolerance))
        wanted = expectation(reference, args, dict(kwargs or {}), (), submission.transcript.seed)
        evidence = Evidence(call_text(function, args, kwargs or {}), args)
        judge_value(wanted.value, reply, tolerance, evidence)


def by_hand_probe(
    submission: Submission,
    probe: Probe,
    *values: Any,
    banned: Sequence[str] = (),
    autograd: bool = True,
    expected: Any = None,
    what: str = "the result",
    tolerance: Tolerance = FLOAT32,
) -> None:
    """Like `by_hand`, for what runs inside a probe; its value is compared with `expected`, unless that is None."""
    reply = demand(submission.attempt(probe, *values, record=True))
    _judge_by_hand(submission.transcript.function, reply.observed, banned, autograd)
    if expected is not None:
        submission.transcript.tolerances.add(str(tolerance))
        close(reply.value, expected, what, tolerance)


def _judge_by_hand(function: str, observed: Any, banned: Sequence[str], autograd: bool) -> None:
    if observed is None:
        fail(f"What {function} ran could not be seen; leave torch's own machinery as it is.")
    sentence = violates(observed, tuple(banned), autograd)
    if sentence:
        fail(f"{function} is to be written by hand: {sentence}")


def raises(
    submission: Submission,
    function: str,
    *args: Any,
    error: str,
    mentions: Sequence[str] = (),
    kwargs: Mapping[str, Any] | None = None,
) -> None:
    """Fail unless the call raises `error` (or a subclass) with a text that mentions all of `mentions`."""
    reply = submission.call(function, args, kwargs)
    if reply.status is Status.PASSED:
        fail(f"{function} must raise {error} here; it returned a value instead.")
    if reply.failure is None or reply.failure.stub or reply.failure.type in ("Missing", "NotLoaded"):
        demand(reply)
    elif error not in (*reply.failure.bases, reply.failure.type):
        fail(f"{function} must raise {error} here; instead, {reply.sentence}")
    else:
        absent = [word for word in mentions if word not in reply.failure.text]
        expect(
            not absent,
            f"The text of {function}'s {error} must mention {', '.join(absent)}; got {reply.failure.text!r}.",
        )


def graded(value: float, *, full: float, part: float, what: str) -> None:
    """Full points from `full` on, half to all of them from `part` on, else failed."""
    if value >= full:
        return
    if not value >= part:
        fail(f"{what} must be at least {part:g} (full points from {full:g}); got {value:.4g}.")
    share = 0.5 + 0.5 * (value - part) / (full - part)
    raise CheckStopped(Status.PARTIAL, f"{what} is {value:.4g}; full points from {full:g}.", share=share)


def keeps_dtype_and_device(
    submission: Submission,
    accelerators: Sequence[str],
    function: str,
    *args: Any,
    reference: Reference,
    wide: Tolerance = FLOAT64,
    narrow: Tolerance = FLOAT32,
    kwargs: Mapping[str, Any] | None = None,
    unchanged: bool = True,
    parts: Sequence[str] = (),
) -> None:
    """The function agrees with the reference in float64 and on every accelerator; its result has that dtype and is there.

    Args:
        submission, function, args, kwargs: the call; floating tensors among the arguments become float64 for the first one.
        accelerators: such as ("simgpu",).
        reference, unchanged, parts: as `agree` takes them.
        wide, narrow: how far values may be off in float64, and on an accelerator in the dtype given.

    Raises:
        CheckStopped: a call did not come back with a value, or something differs.
    """
    doubles = [arg.double() if isinstance(arg, torch.Tensor) and arg.is_floating_point() else arg for arg in args]
    given: dict[str, Any] = {"kwargs": kwargs, "reference": reference, "unchanged": unchanged, "parts": parts}
    agree(submission, function, *doubles, **given, tolerance=wide)
    for accelerator in accelerators:
        agree(submission.on(accelerator), function, *args, **given, tolerance=narrow, device=f"{accelerator}:0")
