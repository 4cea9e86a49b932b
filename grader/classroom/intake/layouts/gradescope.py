"""Gradescope's export: `submission_metadata.yml` and `submission_<id>/`; several submitters are a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.layouts.layout import Handed, Layout, Reading
from grader.classroom.intake.trees import LeftOut, Tree
from grader.classroom.students import Student, student
from grader.errors import Refused
from grader.files import MIB

_METADATA = "submission_metadata.yml"
_MAX_METADATA_BYTES = 256 * MIB


def _recognises(tree: Tree) -> bool:
    """Whether the export's own list lies at the top."""
    return any(file.path == _METADATA for file in tree.files)


def _read(tree: Tree) -> Reading:
    """The submitters of the list own the files of their folder."""
    metadata = _metadata_of(tree)
    handed: list[Handed] = []
    left_out: list[LeftOut] = []
    for file in tree.files:
        folder, *inner = file.parts
        if file.path == _METADATA:
            continue
        facts = metadata.get(folder)
        owners = _owners_of(facts) if isinstance(facts, Mapping) else ()
        if not isinstance(facts, Mapping) or not owners or not inner:
            left_out.append(LeftOut(file.path, f"{_METADATA} names nobody who handed it in"))
            continue
        stamp = _text_of(facts.get(":created_at"))
        handed.append(Handed(owners, file.path, "/".join(inner), stamp=stamp))
    return Reading(tuple(handed), tuple(left_out))


def _metadata_of(tree: Tree) -> Mapping[str, Any]:
    """The list, keyed by folder; raises SubmissionsProblem when it cannot be read."""
    # The C loader is ten times as fast on the megabytes of a large class; both build plain values only.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        text = tree.read(_METADATA, _MAX_METADATA_BYTES).decode("utf-8", "replace")
        metadata = yaml.load(text, Loader=loader)
    except (Refused, yaml.YAMLError, ValueError, RecursionError) as error:
        raise SubmissionsProblem(f"{_METADATA} cannot be read ({error}). Export the submissions again.") from error
    if not isinstance(metadata, Mapping):
        raise SubmissionsProblem(f"{_METADATA} lists no submissions. Export the submissions again.")
    return metadata


def _owners_of(facts: Mapping[str, Any]) -> tuple[Student, ...]:
    """The submitters; keys are Ruby symbols, that is, texts with a leading colon."""
    submitters = facts.get(":submitters")
    people = submitters if isinstance(submitters, list) else []
    return tuple(owner for person in people if isinstance(person, Mapping) and (owner := _owner_of(person)).id)


def _owner_of(person: Mapping[str, Any]) -> Student:
    """One submitter: the school's id, else the address, else the name."""
    sid, email, name = (_text_of(person.get(field)) for field in (":sid", ":email", ":name"))
    return student(sid or email or name, name=name, email=email)


def _text_of(value: object) -> str:
    """A field as text; an id of digits comes as a number."""
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


LAYOUT = Layout("Gradescope export", _recognises, _read)
