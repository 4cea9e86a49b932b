"""Why a check failed: the learner's replies are compared with those of known wrong implementations.

For each failed check, every misconception that is known to trip that check is put through the same check, in a twin
worker of its own, with the same inputs and seeds. The one whose replies equal the learner's names the mistake. Where
several do, those that contradict another check of the submission are dropped. Generic diagnoses speak only where no
misconception does. No check gets more than two advices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from grader.diagnosis import numeric_patterns
from grader.diagnosis.known import Misconception
from grader.kit.check_run import CheckRun
from grader.kit.compare import Tolerance, difference
from grader.outcome import Status
from grader.sandbox.contract.observed import Observed
from grader.session.exchange import Reply

ADVICE_LIMIT = 2
SAME = Tolerance(1e-4, 1e-6, "the same mistake, written differently")
EXPLAINABLE = (Status.FAILED, Status.ERROR, Status.PARTIAL)


Rerun = Callable[[CheckRun, Misconception], CheckRun]


def recognise(
    runs: Sequence[CheckRun], misconceptions: Sequence[Misconception], rerun: Rerun
) -> Mapping[str, tuple[Misconception, ...]]:
    """The misconceptions that explain each failed check, by the check's name.

    Args:
        runs: all checks that ran.
        misconceptions: all misconceptions of the exercise.
        rerun: runs a run's check against a misconception.
    """
    ran = {run.name: run for run in runs}
    matched: dict[str, list[Misconception]] = {}
    for run in runs:
        if run.status in EXPLAINABLE and run.transcript.entries:
            possible = [misconception for misconception in misconceptions if run.name in misconception.fails]
            matched[run.name] = [
                misconception for misconception in possible if same_run(run, rerun(run, misconception))
            ]
    best = {name: preferred(found, matched, ran) for name, found in matched.items() if found}
    confirmed = [
        misconception
        for name, found in best.items()
        for misconception in found
        if misconception.replaces == ran[name].function
    ]
    explained = {name: roots(ran[name], confirmed) or best.get(name, []) for name in matched}
    return {name: tuple(found[:ADVICE_LIMIT]) for name, found in explained.items() if found}


def roots(run: CheckRun, confirmed: Sequence[Misconception]) -> list[Misconception]:
    """Mistakes found in other functions that make this check fail as well: those are to be mended first."""
    wanted = [one for one in confirmed if one.replaces != run.function and run.name in one.fails]
    return list(dict.fromkeys(wanted))


def preferred(
    found: Sequence[Misconception], matched: Mapping[str, Sequence[Misconception]], ran: Mapping[str, CheckRun]
) -> list[Misconception]:
    """The candidates that contradict fewest checks: ones they should trip but that passed, or that they do not match."""

    def contradictions(misconception: Misconception) -> int:
        passed = sum(ran[name].status is Status.PASSED for name in misconception.fails if name in ran)
        foreign = sum(misconception not in others for name, others in matched.items() if name in misconception.fails)
        unexplained = sum(
            name not in misconception.fails
            for name, others in matched.items()
            if ran[name].function == misconception.replaces
        )
        return passed + foreign + unexplained

    fewest = min(map(contradictions, found))
    return [misconception for misconception in found if contradictions(misconception) == fewest]


def same_run(one: CheckRun, other: CheckRun) -> bool:
    """Whether two runs of a check went alike, reply by reply, and ended alike."""
    if one.status is not other.status or len(one.transcript.entries) != len(other.transcript.entries):
        return False
    pairs = zip(one.transcript.entries, other.transcript.entries, strict=True)
    return all(same_reply(mine, theirs) for (_, _, mine), (_, _, theirs) in pairs)


def same_reply(one: Reply, other: Reply) -> bool:
    """Whether two replies say the same: status, exception, values, gradients, devices, and what ran."""
    if one.status is not other.status:
        return False
    if one.failure or other.failure:
        return one.failure is not None and other.failure is not None and one.failure.type == other.failure.type
    if difference(one.value, other.value, SAME) or difference(other.value, one.value, SAME):
        return False
    if [facts.device for facts in one.facts] != [facts.device for facts in other.facts]:
        return False
    if difference(one.gradients, other.gradients, SAME) or difference(one.after, other.after, SAME):
        return False
    return ran_alike(one.observed, other.observed)


def ran_alike(one: Observed | None, other: Observed | None) -> bool:
    """Whether both or neither used autograd, custom functions, optimizers."""
    if one is None or other is None:
        return one is other
    return all(
        bool(getattr(one, name)) == bool(getattr(other, name))
        for name in ("backward_passes", "custom_functions", "optimizer_steps")
    )


def advice(run: CheckRun, found: Sequence[Misconception]) -> str | None:
    """The advice for a failed check: the misconceptions', or the check's own, or a generic one."""
    if run.stopped is None:
        return None
    sentences = [misconception.advice for misconception in found]
    if run.stopped.advice and len(sentences) < ADVICE_LIMIT:
        sentences.append(run.stopped.advice)
    evidence = run.stopped.evidence
    if not sentences and evidence.has_pair:
        subject = "The gradient" if evidence.gradient_of is not None else "The result"
        general = numeric_patterns.explain(evidence.expected, evidence.got, evidence.inputs, subject)
        sentences += [general] if general else []
    return " ".join(sentences) or None
