"""What a learner is advised after a failed check: at most two sentences' worth, the surest first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.diagnosis import kinds, numeric_patterns, where_wrong
from grader.diagnosis.known import Misconception
from grader.diagnosis.signs import sign, unread
from grader.kit.check_run import CheckRun
from grader.kit.stopped import Evidence
from grader.outcome import Status
from grader.session.outline import Outline

ADVICE_LIMIT = 2
_WORD = re.compile(r"[a-z]{4,}")
# An advice of which this share of words has been said is no second advice.
_SAID_SHARE = 0.5


def advice(
    run: CheckRun,
    named: Sequence[Misconception],
    outline: Outline,
    tried: str | None = None,
    model: Outline | None = None,
) -> str | None:
    """The advice for a failed check: the misconceptions', the check's own, a mend, or what text and numbers show.

    Args:
        run: the check.
        named: the misconceptions that explain it.
        outline: the source.
        tried: a change of the learner's code that mends it, in a sentence.
        model: a right file, to see which arguments matter.
    """
    if run.stopped is None or run.status is Status.SKIPPED:
        return None
    sentences = [misconception.advice for misconception in named[:ADVICE_LIMIT]]
    own = run.stopped.advice
    if own and len(sentences) < ADVICE_LIMIT and not _was_said(own, " ".join(sentences)):
        sentences.append(own)
    if not sentences:
        shown = sign(run, outline) or _general(run, run.stopped.evidence)
        sentences += [shown] if shown else []
    if tried and len(sentences) < ADVICE_LIMIT:
        sentences.append(tried)
    if not sentences:
        where = _where(run, outline)
        sentences += [where] if where else []
    unused = unread(run, outline, model) if model and run.status is Status.FAILED else None
    if unused and not tried and len(sentences) < ADVICE_LIMIT and not _names_it(unused, sentences):
        sentences.append(unused)
    return " ".join(sentences) or None


def _general(run: CheckRun, evidence: Evidence) -> str | None:
    """What the numbers show, whatever the function: first the kind of object, then its parts, then its values."""
    if not evidence.has_pair:
        return None
    expected, got = evidence.expected, evidence.got
    whole = run.transcript.entries[-1][2].value if run.transcript.entries else None
    certain = (
        kinds.wrong_kind(expected, got) or kinds.wrong_dtype(expected, got) or kinds.misplaced(expected, got, whole)
    )
    subject = "the result" if evidence.gradient_of is None else "the gradient"
    general = certain or numeric_patterns.explain(expected, got, evidence.inputs, subject)
    return general[0].upper() + general[1:] if general else None


def _where(run: CheckRun, outline: Outline) -> str | None:
    """What the wrong entries have in common."""
    evidence = run.stopped.evidence if run.stopped else Evidence()
    if not evidence.has_pair or evidence.gradient_of is not None:
        return None
    return where_wrong.told(evidence.expected, evidence.got, evidence.inputs, outline.parameters(run.function))


def _names_it(unused: str, sentences: Sequence[str]) -> bool:
    """Whether a sentence speaks of the argument already."""
    name = unused.rstrip(".").rpartition(" ")[2]
    return any(re.search(rf"\b{re.escape(name)}\b", sentence) for sentence in sentences)


def _was_said(sentence: str, before: str) -> bool:
    words, said = set(_WORD.findall(sentence.lower())), set(_WORD.findall(before.lower()))
    return bool(words) and len(words & said) >= _SAID_SHARE * len(words)
