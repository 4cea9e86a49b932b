"""What a check sees of the learner's module: functions to call, and a place for probes.

submission.binary_loss(p, y)              the value; a call that does not come back with one ends the check
submission.call("binary_loss", (p, y))    the whole reply
submission.run(probe, x)                  the value of a probe that ran beside the module
submission.on("simgpu")                   the same submission where the simulated accelerator is present
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from grader.drawings.curves import Curve
from grader.drawings.pictures import Picture
from grader.errors import CourseFault
from grader.fault_place import shown
from grader.kit.stopped import CheckStopped
from grader.outcome import Status
from grader.probe_names import PROVIDED, foreign_names
from grader.sandbox.contract.limits import Limits
from grader.session.exchange import Reply, Request
from grader.session.seeds import request_seed
from grader.session.wording import argument
from grader.session.worker_session import WorkerSession

Probe = Callable[..., Any]


@dataclass
class Transcript:
    """What one check has asked so far, for diagnosis and for the report.

    Attributes:
        function: the function that the check is about.
        limits: what each request may use.
        seed: everything random in the check follows from it.
        draws: whether anybody will see what is drawn; a proof and a mend that is tried do without. A known mistake draws as
            the submission does, since it may keep count of its calls.
        entries: (accelerator, request, reply) in order.
        proven_on: devices that the check ran on.
        tolerances: what was compared how closely, as text.
        curves: plots for the report.
        pictures: pictures for it.
    """

    function: str
    limits: Limits
    seed: int
    draws: bool = True
    entries: list[tuple[str, Request, Reply]] = field(default_factory=list)
    proven_on: set[str] = field(default_factory=set)
    tolerances: set[str] = field(default_factory=set)
    curves: list[Curve] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


class Submission:
    """The learner's module beside one accelerator; see the module's docstring."""

    def __init__(
        self, session_for: Callable[[str], WorkerSession], transcript: Transcript, accelerator: str = "cpu"
    ) -> None:
        self._session_for, self._transcript, self._accelerator = session_for, transcript, accelerator

    def __getattr__(self, function: str) -> Callable[..., Any]:
        if function.startswith("__"):
            raise AttributeError(function)
        return lambda *args, **kwargs: demand(self.call(function, args, kwargs)).value

    def call(
        self,
        function: str,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        cotangent: Any = None,
        record: bool = False,
        device: str | None = None,
    ) -> Reply:
        """Call the learner's function with plain values.

        Args:
            function: its name.
            args, kwargs: numbers, text, tensors, arrays, lists, tuples, dicts; nothing else crosses.
            cotangent: a tensor (a tuple for several outputs) of the output's shape: the gradients of all arguments
                that require grad, weighted by it, come back in `Reply.gradients`.
            record: note what ran, in `Reply.observed`.
            device: where tensor arguments are placed first.

        Returns:
            The reply, whatever happened; nothing is judged yet.
        """
        given = dict(cotangent=cotangent, record=record, device=device, seed=self._next_seed())
        return self._ask(Request(function, tuple(args), dict(kwargs or {}), **given))

    def attempt(self, probe: Probe, *values: Any, using: Sequence[Probe] = (), record: bool = False) -> Reply:
        """Run `probe(m, *values)` beside the learner's module `m`; the whole reply, nothing judged.

        The *source* of the probe and of the helpers in `using` crosses, so they are top-level functions of the checks
        file that use no other name of it than torch, np, nn, F and math.

        Raises:
            CourseFault: the probe uses another name.
        """
        sources = tuple(map(_source_of, (*using, probe)))
        if names := foreign_names(sources):
            raise CourseFault(
                f"The probe {probe.__name__} must use only what crosses with it ({', '.join(sorted(PROVIDED))}, its "
                f"arguments, functions in using=); it uses {', '.join(names)}. "
                f"Hand values over as arguments ({_place(probe)})."
            )
        name, function = probe.__name__, self._transcript.function
        return self._ask(Request(function, values, record=record, probe=name, sources=sources, seed=self._next_seed()))

    def run(self, probe: Probe, *values: Any, using: Sequence[Probe] = ()) -> Any:
        """The value that the probe returns; a probe that does not come back with one ends the check."""
        return demand(self.attempt(probe, *values, using=using)).value

    def argument_name(self, function: str, index: int) -> str:
        """What the learner calls an argument of a function, counted from 0."""
        return argument(index, self._session_for(self._accelerator).outline.parameters(function))

    def on(self, accelerator: str) -> Submission:
        """The same submission in a worker of its own where `accelerator` ("cpu", "simgpu", "cuda") is present."""
        return Submission(self._session_for, self._transcript, accelerator)

    @property
    def transcript(self) -> Transcript:
        """What this check has asked so far."""
        return self._transcript

    def _next_seed(self) -> int:
        return request_seed(self._transcript.seed, len(self._transcript.entries))

    def _ask(self, request: Request) -> Reply:
        reply = self._session_for(self._accelerator).ask(request, self._transcript.limits)
        self._transcript.entries.append((self._accelerator, request, reply))
        self._transcript.proven_on.add(self._accelerator)
        return reply


@lru_cache(maxsize=1024)
def _source_of(function: Probe) -> str:
    """Its text without indentation; finding that of a class parses the whole file, 40 ms a request."""
    return textwrap.dedent(inspect.getsource(function))


def _place(probe: Probe) -> str:
    """Where the author finds the probe."""
    return f"{shown(Path(inspect.getfile(probe)))}, line {inspect.getsourcelines(probe)[1]}"


def demand(reply: Reply) -> Reply:
    """The reply itself when it brings a value; otherwise the check ends with the reply's own status."""
    if reply.status is not Status.PASSED:
        raise CheckStopped(reply.status, reply.sentence)
    return reply
