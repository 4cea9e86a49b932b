"""One submission and its worker: its worker, started when needed, asked with limits, replaced when it dies or overruns."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from functools import cached_property

from grader.errors import GraderFault, WireError
from grader.outcome import Status
from grader.sandbox.channel import Answer
from grader.sandbox.contract.ending import Ending
from grader.sandbox.contract.limits import Limits
from grader.sandbox.contract.wire import Packer, frame
from grader.sandbox.contract.worker_spec import WorkerSpec
from grader.sandbox.factory import WorkerFactory
from grader.sandbox.workers import Exit, Worker
from grader.session import wording, wording_of_text
from grader.session.budget import Budget
from grader.session.exchange import Failure, Reply, Request, identity_of, read_reply
from grader.session.outline import Outline, outline_of
from grader.source import SourceFile

_KILLED_FROM_OUTSIDE = (None, -9)
# A worker in a new interpreter imports torch before it greets.
_GREETING = Limits(cpu_s=60, wall_s=300)
NOTICES_LIMIT, PRINTED_LIMIT = 20, 4000


class WorkerSession:
    """The learner's module in a worker of its own.

    `alias` lets names stand for others of the module: a twin holds every misconception under its own name. `budget` is
    what all sessions of a submission may use together.
    """

    def __init__(
        self, factory: WorkerFactory, source: SourceFile, spec: WorkerSpec, budget: Budget | None = None
    ) -> None:
        self.factory, self.source, self.spec = factory, source, spec
        self.budget = budget or Budget()
        self.numbers = itertools.count(1)
        self.current: Worker | None = None
        self.unloadable: Reply | None = None
        self.overran, self.sent_garbage = set[str](), False
        self.alias, self.isolation = dict[str, str](), dict[str, object]()
        self.notices, self.exits = list[str](), list[Exit]()
        self.printed = self.printed_before = ""

    @cached_property
    def outline(self) -> Outline:
        """What the source says, read as text."""
        return outline_of(self.source)

    def ask(self, request: Request, limits: Limits) -> Reply:
        """Carry out a request; whatever happens over there comes back as a reply."""
        if self.source.is_empty:
            return Reply(Status.NOT_STARTED, sentence=wording_of_text.EMPTY.format(file=self.source.file))
        if self.source.data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return Reply(
                Status.ERROR,
                sentence=wording_of_text.NOT_UTF8.format(file=self.source.file),
                failure=Failure("NotLoaded"),
            )
        if request.function in self.overran:
            return Reply(Status.TIMEOUT, sentence=wording.overran_before(request.function))
        if self.budget.is_spent:
            return Reply(Status.TIMEOUT, sentence=wording.budget_spent(request.function, self.budget))
        reply = self.attempt(request, limits)
        if reply is None:
            reply = self.attempt(request, limits)
            if reply is not None and not self.sent_garbage:
                reply = dataclasses.replace(reply, interrupted=True)
        if reply is None:
            return self.lost(request)
        return reply

    def lost(self, request: Request) -> Reply:
        """The reply when two workers in a row were lost, neither through us nor through a limit."""
        if self.sent_garbage:
            return Reply(Status.ERROR, sentence=wording.garbled(request.function))
        if not self.isolation or (self.exits and self.exits[-1].status is None):
            return Reply(Status.GRADER_ERROR, sentence=wording.NO_WORKER)
        return Reply(Status.ERROR, sentence=wording.ended(request.function, -9))

    def attempt(self, request: Request, limits: Limits) -> Reply | None:
        """One try; None when the worker was killed from outside, or what came was no reply to this request."""
        try:
            worker = self.worker(limits)
        except GraderFault:
            return Reply(Status.GRADER_ERROR, sentence=wording.NO_WORKER)
        if worker is None:
            return self.unloadable
        identity = identity_of(next(self.numbers))
        answer = worker.channel.exchange(request.pack(identity, self.alias), limits)
        return self.judge(worker, request, answer, identity, limits)

    def worker(self, limits: Limits) -> Worker | None:
        """The worker with the module loaded; None when the module cannot be loaded (then `unloadable` says why)."""
        if self.unloadable is not None:
            return None
        if self.current is None:
            worker = self.factory.worker(self.spec)
            self.current = worker
            reply = self.load(worker, limits)
            if reply is None:
                worker = self.current = self.factory.worker(self.spec)
                reply = self.load(worker, limits) or self.lost(Request(self.source.file))
            if reply.status is not Status.PASSED:
                self.unloadable = self.explain_load(reply)
                return None
        return self.current

    def prepare(self, limits: Limits) -> None:
        """Start the worker and load the file before anything is asked; what goes wrong is told to whoever asks."""
        if not self.source.is_empty:
            with contextlib.suppress(GraderFault):
                self.worker(limits)

    def greet(self, worker: Worker) -> bool:
        """Ask how the worker is locked down, while nothing but our own code has run in it and could answer."""
        identity = identity_of(next(self.numbers))
        answer = worker.channel.exchange(frame({**identity, "verb": "greet", "seed": 0}, Packer()), _GREETING)
        lockdown = answer.header.get("lockdown")
        if answer.ending is not Ending.REPLY or not isinstance(lockdown, dict):
            self.end_worker(worker, gone=answer.ending is Ending.GONE)
            return False
        self.isolation = self.isolation or lockdown
        return True

    def load(self, worker: Worker, limits: Limits) -> Reply | None:
        """Run the file as a module; None as in `attempt`."""
        if not self.greet(worker):
            return None
        packer = Packer()
        identity = identity_of(next(self.numbers))
        header = {
            **identity,
            "verb": "load",
            "name": self.source.name,
            "seed": 0,
            "source": packer.value(self.source.data),
        }
        answer = worker.channel.exchange(frame(header, packer), limits)
        return self.judge(worker, Request(self.source.file), answer, identity, limits)

    def explain_load(self, reply: Reply) -> Reply:
        """The reply of a load that failed, in words about the file."""
        if reply.failure and reply.status is Status.ERROR:
            return dataclasses.replace(reply, sentence=wording.not_loaded(self.source, reply.failure))
        return dataclasses.replace(reply, failure=Failure("NotLoaded"))

    def judge(
        self, worker: Worker, request: Request, answer: Answer, identity: dict[str, object], limits: Limits
    ) -> Reply | None:
        """What an exchange means; the worker is ended unless it gave a reply."""
        function = request.function
        self.budget.use(answer.cpu_s, answer.wall_s)
        try:
            reply = read_reply(answer, identity, None if request.probe else len(request.args))
        except (WireError, KeyError, TypeError, ValueError):
            reply = None
        if reply is not None:
            self.note(answer)
            self.collect(worker)
            if answer.header.get("left_threads") is True:
                # A thread that outlives its call could meddle with later ones: they get a worker without it.
                self.end_worker(worker)
            if not self.budget.keep(answer.size_bytes):
                return Reply(Status.OUT_OF_MEMORY, sentence=wording.replies_too_large(function, self.budget))
            return self.named(reply, request, limits)
        if answer.ending in (Ending.CPU_TIME, Ending.WALL_TIME):
            return self.stop(worker, function, answer, limits)
        if answer.ending is Ending.GONE:
            status = self.end_worker(worker, gone=True).status
            if status in _KILLED_FROM_OUTSIDE:
                return None
            return Reply(Status.ERROR, sentence=wording.ended(function, int(status or 0)))
        self.end_worker(worker)
        # An earlier function may have left it in the pipe: this one is asked again, in a worker of its own.
        self.sent_garbage = True
        return None

    def stop(self, worker: Worker, function: str, answer: Answer, limits: Limits) -> Reply:
        """End a worker that overran, with the line where it was."""
        self.collect(worker)
        printed = self.printed
        worker.channel.ask_for_stack()
        stack = worker.channel.output.text()
        self.end_worker(worker)
        # The stack has lines of ours, and is none of what the learner printed.
        self.printed = self.printed_before = printed
        self.overran.add(function)
        sentence = wording.overran(function, answer.ending, limits, stack, self.source)
        line = wording.line_in(stack, self.source)
        return Reply(Status.TIMEOUT, sentence=sentence, line=line, cpu_s=answer.cpu_s, wall_s=answer.wall_s)

    def named(self, reply: Reply, request: Request, limits: Limits) -> Reply:
        """The reply with its status and sentence settled."""
        failure, function = reply.failure, request.function
        if failure is None:
            return reply
        if failure.type == "Missing":
            sentence = wording.missing(function, self.source.file, failure.text)
            return dataclasses.replace(reply, sentence=sentence)
        if failure.stub and self.outline.is_stub(failure.frames[-1][1] if failure.frames else function):
            inner = failure.frames[-1][1] if failure.frames else function
            met = inner if not self.outline.is_stub(function) else function
            sentence = wording_of_text.not_started(function, met, self.source.file)
            return dataclasses.replace(reply, status=Status.NOT_STARTED, sentence=sentence)
        if failure.memory:
            sentence = wording.out_of_memory(function, failure, limits, self.source)
            return dataclasses.replace(reply, status=Status.OUT_OF_MEMORY, sentence=sentence)
        failure = dataclasses.replace(failure, stub=False)
        shapes = wording.shapes(failure, request, self.outline.parameters(function))
        sentence = f"{wording.raised(function, failure, self.source)}{shapes}"
        return dataclasses.replace(reply, failure=failure, sentence=sentence)

    def note(self, answer: Answer) -> None:
        """Keep what a reply says besides its value."""
        notices = answer.header.get("notices")
        for notice in notices[:10] if isinstance(notices, list) else []:
            fits = isinstance(notice, str) and len(self.notices) < NOTICES_LIMIT
            if fits and notice[:300] not in self.notices:
                self.notices.append(notice[:300])

    def collect(self, worker: Worker) -> None:
        """Keep the end of what this worker and those before it printed."""
        self.printed = (self.printed_before + worker.channel.output.text())[-PRINTED_LIMIT:]

    def end_worker(self, worker: Worker, gone: bool = False) -> Exit:
        """End a worker and forget it."""
        exit_ = worker.wait() if gone else worker.end()
        self.collect(worker)
        self.printed_before = self.printed
        self.exits.append(exit_)
        self.current = None
        return exit_

    def kill(self) -> None:
        """Let the worker end while something else is done; `close` waits for it."""
        worker = self.current
        if worker is not None:
            worker.kill()

    def close(self) -> None:
        """End the worker, if there is one."""
        if self.current is not None:
            self.end_worker(self.current)
