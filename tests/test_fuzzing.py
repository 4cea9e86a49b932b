"""Bytes from strangers, by the thousand: replies of a worker, sources, notebooks, archives, names of files.

Each test states how many cases it tries. What such a run has found is kept in `fuzz_findings.py` and tried every time.
"""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import math
import os
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from fuzz_findings import REPLIES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.archives import read_zip
from grader.classroom.intake.filenames import answer, reason_for
from grader.classroom.intake.tarballs import read_tar
from grader.classroom.intake.trees import TreeLimits
from grader.courses import built_in
from grader.diagnosis import kinds, numeric_patterns
from grader.errors import Refused, SubmissionProblem, WireError
from grader.grading.grade import grade
from grader.grading.options import GradeOptions
from grader.grading.planning import plan_of
from grader.grading.shown.views import view
from grader.kit.compare import FLOAT32, difference
from grader.notebooks import notebook_source
from grader.outcome import Status
from grader.sandbox.channel import reply_of
from grader.sandbox.contract.ending import Ending
from grader.sandbox.contract.wire import PREFIX, Opaque, Packer, TensorFacts, frame
from grader.sandbox.contract.wire_reader import lengths
from grader.sandbox.factory import WorkerFactory
from grader.session.exchange import Reply, read_reply
from grader.session.worker_session import WorkerSession
from grader.source import SourceFile, read_source

REPLY_CASES = 1500
FORGED_CASES = 800
SOURCE_CASES = 300
LOADED_CASES = 40
NOTEBOOK_CASES = 1000
ARCHIVE_CASES = 500
NAME_CASES = 1000
IDENTITY = {"id": 7, "nonce": "00ff"}
EXPECTED = (torch.zeros(2, 1), torch.tensor(0.5), 0.5, 3, "text", [torch.zeros(2), 0.5], {"w": torch.zeros(1)}, None)
NO_DEADLINE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def valid_reply() -> bytes:
    """A reply with one of everything."""
    packer = Packer()
    tensor = packer.tensor(torch.arange(6.0).reshape(2, 3).T, TensorFacts(requires_grad=True))
    value = [1, 0.5, "text", None, np.arange(3), np.float32(2), {"key": (True, b"bytes")}, Opaque("a thing")]
    header = {
        **IDENTITY, "status": "ok", "value": {"l": [tensor, packer.value(value)]}, "notices": ["a notice"],
        "gradients": {"l": [packer.value(torch.ones(2)), None]}, "after": [packer.value(torch.zeros(2, 1))],
        "left_grad": [False], "observed": {"functions": ["exp"], "operators": [], "backward_passes": 1},
    }  # fmt: skip
    return frame(header, packer)


def judge(data: bytes) -> Reply | None:
    """What the checker does with bytes that came: read them as a reply, compare, explain, show; any fault is ours."""
    try:
        wanted = PREFIX.size + sum(lengths(data[: PREFIX.size]))
    except WireError:
        return None
    if len(data) != wanted:
        return None
    try:
        reply = read_reply(reply_of(bytearray(data), (0.0, 0.0)), IDENTITY)
    except (WireError, KeyError, TypeError, ValueError):
        return None
    if reply is not None:
        consume(reply)
    return reply


def consume(reply: Reply) -> None:
    """Compare a reply with all kinds of expectations, explain the difference, show it, write it down."""
    for expected in EXPECTED:
        found = difference(expected, reply.value, FLOAT32)
        if found:
            kinds.wrong_kind(found.expected, found.got)
            kinds.wrong_dtype(found.expected, found.got)
            kinds.misplaced(found.expected, found.got, reply.value)
            numeric_patterns.explain(found.expected, found.got, (torch.zeros(2, 1),))
            texts = [found.sentence, view(found.got)]
            json.dumps(texts, ensure_ascii=False).encode()
    failure = reply.failure
    if failure:
        json.dumps(dataclasses.asdict(failure), ensure_ascii=False).encode()
    assert all(gradient is None or isinstance(gradient, torch.Tensor) for gradient in reply.gradients or ())


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes with a few places overwritten, removed or doubled."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        kind = draw(st.sampled_from(["overwrite", "remove", "insert", "double", "cut"]))
        if kind == "overwrite":
            new = draw(st.binary(min_size=1, max_size=8))
            data[at : at + len(new)] = new
        elif kind == "remove":
            del data[at : at + draw(st.integers(1, 16))]
        elif kind == "insert":
            data[at:at] = draw(st.binary(max_size=8))
        elif kind == "double":
            data[at:at] = data[at : at + 64]
        else:
            del data[at:]
    return bytes(data)


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(1 << 70), 1 << 70), st.floats(), st.text(max_size=10),
    st.sampled_from(["\ud800", "\x1b[2J", "float32", "bool", "inf", "nan", "-0x1p+1023", "9" * 99, 1 << 39, -1]),
)  # fmt: skip
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
SIZES = st.lists(st.integers(0, 3) | st.sampled_from([1 << 39, -1]), max_size=4)
DTYPES = st.sampled_from(
    ["float32", "float64", "bool", "int64", "uint16", "bfloat16", "complex64", "float16", "object"]
)
PIECES = st.fixed_dictionaries(
    {"dtype": DTYPES, "shape": SIZES},
    optional={"order": st.lists(st.integers(-1, 4), max_size=4) | JSON, "facts": JSON},
)
LEAVES = st.one_of(
    SCALARS, PIECES.flatmap(lambda piece: st.sampled_from("TAsb").map(lambda tag: {tag: 0, **piece})),
    st.builds(lambda tag, text: {tag: text}, st.sampled_from(["i", "f", "o", "device"]), st.text(max_size=12) | SCALARS),
)  # fmt: skip
NODES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(lambda tag, items: {tag: items}, st.sampled_from("lt"), st.lists(inner, max_size=4))
        | st.builds(lambda pairs: {"d": pairs}, st.lists(st.tuples(st.text(max_size=4), inner).map(list), max_size=4))
    ),
    max_leaves=10,
)
HEADERS = st.fixed_dictionaries(
    {"status": st.sampled_from(["ok", "raised", "missing", "passed"])},
    optional={
        "value": NODES, "gradients": NODES, "after": st.lists(NODES, max_size=3) | JSON, "left_grad": JSON, "observed": JSON,
        "notices": JSON, "text": JSON,
        "error": st.dictionaries(st.sampled_from(["type", "bases", "text", "frames", "stub", "memory", "syntax", "wall"]), JSON),
    },
)  # fmt: skip


@settings(NO_DEADLINE, max_examples=REPLY_CASES)
@given(damaged(valid_reply()))
def test_a_damaged_reply_is_read_or_refused(data: bytes) -> None:
    """1,500 replies, each right but for a few bytes."""
    judge(data)


@settings(NO_DEADLINE, max_examples=FORGED_CASES)
@given(HEADERS, st.sampled_from([0, 1, 4, 8, 24]).flatmap(lambda size: st.binary(min_size=size, max_size=size)))
def test_a_forged_reply_is_read_or_refused(header: dict[str, Any], payload: bytes) -> None:
    """800 well-formed frames with any content."""
    text = json.dumps({**IDENTITY, **header, "buffers": [len(payload)]}).encode()
    judge(PREFIX.pack(b"AGF1", len(text), len(payload)) + text + payload)


@pytest.mark.parametrize("finding", REPLIES, ids=lambda finding: finding.what)
def test_what_was_found_in_replies_stays_found(finding: Any) -> None:
    """Each once got past the reader or broke what came after it."""
    text = json.dumps({**IDENTITY, **finding.header}).encode() if isinstance(finding.header, dict) else finding.header
    reply = judge(PREFIX.pack(b"AGF1", len(text), len(finding.payload)) + text + finding.payload)

    assert (reply is not None) is finding.readable


def test_the_valid_reply_is_read() -> None:
    """Or the tests above would try nothing."""
    reply = judge(valid_reply())

    assert reply is not None and reply.status is Status.PASSED and len(reply.value) == 2


@settings(NO_DEADLINE, max_examples=SOURCE_CASES)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_file_is_a_source_or_a_problem(tmp_path: Path, data: bytes) -> None:
    """300 files of any bytes."""
    file = tmp_path / "exercise3.py"
    file.write_bytes(data)
    source = read_source("exercise3", tmp_path)

    assert source.data == data
    assert source.is_empty in (True, False) and len(source.sha256) == 64


@pytest.mark.parametrize(
    "make", [os.mkfifo, os.mkdir, lambda path: os.symlink("/etc/passwd", path)], ids=["pipe", "folder", "link"]
)
def test_what_is_no_regular_file_is_a_problem(make: Callable[[str], None], tmp_path: Path) -> None:
    """It is refused at once; nothing waits for a pipe, nothing follows a link."""
    make(str(tmp_path / "exercise3.py"))
    with pytest.raises(SubmissionProblem):
        read_source("exercise3", tmp_path)


PYTHON = st.lists(
    st.sampled_from(
        ["def f(x):\n", "    return x\n", "import os\n", "f = 1\n", "class f:\n", "    pass\n", "(" * 300, "-" * 5000 + "1\n",
         "\0", "\x0c", "\r", "# coding: utf-16\n", "# coding: nonsense\n", "'''", "\\", "\t", "é", "\ufeff", "raise SystemExit\n",
         "raise NotImplementedError\n", "del f\n", "async def f(x): pass\n", "yield\n", "import no_such\n", "f\n", "return\n"]
    ),
    max_size=8,
).map("".join)  # fmt: skip


@settings(NO_DEADLINE, max_examples=LOADED_CASES)
@given(st.binary(max_size=80) | PYTHON.map(lambda text: text.encode("utf-8", "replace")))
def test_any_source_ends_in_a_status(factory: WorkerFactory, data: bytes) -> None:
    """40 sources in real workers; none is a fault of the grader."""
    plan = dataclasses.replace(
        plan_of(built_in(), "exercise3", 1, GradeOptions(device="simgpu")), only=frozenset({"accuracy_is_share"})
    )
    result = grade(factory, "exercise3", SourceFile("exercise3", data), plan)

    assert not result.at_fault
    assert result.score == 0
    json.dumps(result.to_json(), ensure_ascii=False).encode()


class Bent(WorkerSession):
    """A worker that answers every request with one and the same value."""

    junk: Any = None

    def ask(self, request: Any, limits: Any) -> Reply:
        """The value for the submission; the truth for the known wrong answers that it is held against."""
        if self.source.data != b"bent":
            return super().ask(request, limits)
        facts = (TensorFacts(),) * 3
        return Reply(Status.PASSED, self.junk, facts, (None, None), (self.junk,), facts, (False,))


JUNK = {
    "None": None, "text": "text", "a tensor": torch.zeros(3), "a dict of nothing": {"a": None}, "dicts": [{}] * 3,
    "tensors": [torch.zeros(2, 1), torch.zeros(1), [0.5]], "an array": np.zeros((2, 2)), "NaN": math.nan,
}  # fmt: skip


@pytest.mark.parametrize("what", JUNK)
def test_no_value_breaks_a_check_for_good(what: str, factory: WorkerFactory) -> None:
    """Whatever a tampered worker sends for a call or a probe, the checks end with a verdict about the submission."""
    plan = plan_of(built_in(), "exercise4", 1, GradeOptions(device="simgpu"))
    plan = dataclasses.replace(plan, session=type("Junk", (Bent,), {"junk": JUNK[what]}), diagnose=False)
    result = grade(factory, "exercise4", SourceFile("exercise4", b"bent"), plan)

    assert not [(check.name, check.details) for check in result.checks if check.status is Status.GRADER_ERROR]


CELLS = st.lists(
    st.fixed_dictionaries({}, optional={"cell_type": st.just("code") | JSON, "source": st.text(max_size=60) | JSON}),
    max_size=4,
)


@settings(NO_DEADLINE, max_examples=NOTEBOOK_CASES)
@given(st.binary(max_size=200) | st.builds(lambda cells: json.dumps({"cells": cells}).encode(), CELLS | JSON))
def test_any_notebook_is_a_source_or_refused(data: bytes) -> None:
    """1,000 notebooks: garbage, and right but for the content of cells."""
    try:
        source, notes = notebook_source(data)
    except Refused:
        return
    source.decode()
    json.dumps(notes, ensure_ascii=False).encode()


def small_zip() -> bytes:
    """A class of two as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for student in ("ann", "bob"):
            archive.writestr(f"{student}/exercise3.py", "def sigmoid(z):\n    return z\n" * 5)
    return stream.getvalue()


def small_tar() -> bytes:
    """A class of two as a tar archive."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for student in ("ann", "bøb"):
            info = tarfile.TarInfo(f"{student}/exercise3.py")
            info.size = 8
            archive.addfile(info, io.BytesIO(b"x = 1234"))
    return stream.getvalue()[:6144]


TIGHT = TreeLimits(files=50, file_mib=1, total_mib=2)


def read_all(read: Callable[[Path, TreeLimits], Any], data: bytes, name: str) -> None:
    """Read every file of an archive; what is not read must be refused in words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            tree = read(path, TIGHT)
        except SubmissionsProblem:
            return
        for file in tree.files:
            assert ".." not in file.parts and not file.path.startswith("/")
            try:
                assert len(tree.read(file.path, 1 << 20)) <= 1 << 20
            except Refused:
                continue
        json.dumps([str(one) for one in tree.left_out], ensure_ascii=False).encode()
        if hasattr(tree, "archive"):
            tree.archive.close()


@settings(NO_DEADLINE, max_examples=ARCHIVE_CASES)
@given(damaged(small_zip()))
def test_a_damaged_zip_is_read_or_refused(data: bytes) -> None:
    """500 zip files, each right but for a few bytes."""
    read_all(read_zip, data, "class.zip")


@settings(NO_DEADLINE, max_examples=ARCHIVE_CASES)
@given(damaged(small_tar()), st.booleans())
def test_a_damaged_tar_is_read_or_refused(data: bytes, packed: bool) -> None:
    """500 tar archives, each right but for a few bytes; half of them packed afterwards."""
    read_all(read_tar, gzip.compress(data, 1) if packed else data, "class.tar.gz")


@settings(NO_DEADLINE, max_examples=ARCHIVE_CASES)
@given(damaged(gzip.compress(small_tar(), 1)))
def test_a_damaged_packed_tar_is_read_or_refused(data: bytes) -> None:
    """500 packed tar archives, each right but for a few bytes."""
    read_all(read_tar, data, "class.tar.gz")


@settings(NO_DEADLINE, max_examples=NAME_CASES)
@given(
    st.text(max_size=40)
    | st.from_regex(r"[Ee]xercise[ _-]?\d{1,3}( ?\(\d{1,5}\)| ?[Cc]opy)?\.(py|ipynb|PY|txt|py\.txt)")
)
def test_any_file_name_answers_an_exercise_or_says_why_not(name: str) -> None:
    """1,000 names."""
    found = answer(name, ["exercise3", "exercise12"])

    assert found is not None or reason_for(name, ["exercise3", "exercise12"])


def test_an_ending_without_a_reply_is_no_reply() -> None:
    """A worker that has gone, or ran out of time, has said nothing."""
    from grader.sandbox.channel import Answer

    assert all(read_reply(Answer(ending, dict(IDENTITY)), IDENTITY) is None for ending in Ending)
