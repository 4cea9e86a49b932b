"""Pages: whole, readable without scripts, and inert whatever a student is called or printed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_class import TODAY, graded_class, outcome_for
from page_reader import Page, assert_inert, parsed, text_of

from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.grades import record, record_fault
from grader.classroom.gradebook.pending import Pending, by_key, pending
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.intake.trees import LeftOut
from grader.classroom.students import Student
from grader.classroom.units import Unit
from grader.report.marked_work.work import work_of
from grader.report.pages import student_page
from grader.report.publish import file_name, publish

EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "</pre></style><svg onload=alert(1)>",
    "\u202egnp.exe",
    "\x1b[31mred\x00",
    "$\\frac{1}{0}$",
]


def published(book: Gradebook, folder: Path, **options: Any) -> tuple[Page, dict[str, Page]]:
    """The class's page and the students', by file name."""
    page = publish(book, folder, **options)
    assert page == folder / "class.html"
    students = {path.name: parsed(path.read_text()) for path in sorted((folder / "students").iterdir())}
    return parsed(page.read_text()), students


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_names_and_outputs_stay_text(book: Gradebook, tmp_path: Path, evil: str) -> None:
    one = Student(f"s1{evil}".replace("\x00", ""), evil.replace("\x00", ""))
    enrol(book, [one], [Unit(one.id, "warmup", b"x", evil), LeftOut(evil, evil)])
    for those in by_key(pending(book, {"warmup": TODAY})):
        grade = outcome_for("warmup", 60.0, message=evil, advice=evil, details=evil, description=evil)
        record(book, those, TODAY, replace(grade, printed=evil, notices=(evil,)))

    page, students = published(book, tmp_path / "report", titles={"warmup": evil})

    for each in (page, *students.values()):
        assert_inert(each)
        assert not re.search("[\u202a-\u202e\x00\x1b]", "".join(each.text))


def test_a_student_sees_score_checks_advice_and_seed(book: Gradebook, tmp_path: Path) -> None:
    graded_class(book, {"alice": {"warmup": 80.0, "exercise2": 60.0}})

    _, students = published(book, tmp_path / "report", titles={"warmup": "First steps"})

    text = text_of(students[file_name(Student("alice"))])
    assert "140 of 200 points" in text
    for words in ("First steps", "f failed: f is right.", "30 of 50", "Expected 2, got 3.", "Divide by n.", "Seed 7"):
        assert words in text


def test_a_student_sees_how_the_file_was_read(book: Gradebook, tmp_path: Path) -> None:
    graded_class(book, {"alice": {"warmup": 80.0}}, notes=("named Warmup.py, read as warmup.py",))

    _, students = published(book, tmp_path / "report")

    assert "Named Warmup.py, read as warmup.py." in text_of(students[file_name(Student("alice"))])


def test_details_can_be_kept_from_students(book: Gradebook, tmp_path: Path) -> None:
    graded_class(book, {"alice": {"warmup": None}})
    record(book, pending(book, {"warmup": TODAY}), TODAY, outcome_for("warmup", 60.0, details="expected tensor(3.)"))

    shown = published(book, tmp_path / "with")[1]
    hidden = published(book, tmp_path / "without", details=False)[1]

    assert ["expected tensor(3.)" in text_of(page) for page in (*shown.values(), *hidden.values())] == [True, False]


def test_a_page_reads_without_scripts_and_by_those_who_do_not_see_it(book: Gradebook, tmp_path: Path) -> None:
    graded_class(book, {"alice": {"warmup": 80.0}, "bob": {"warmup": 60.0, "exercise2": 90.0}})

    page, students = published(book, tmp_path / "report")

    for each in (page, *students.values()):
        assert ("html", "lang", "en") in each.attributes
        assert each.tags.count("h1") == 1
        assert each.tags.count("table") == each.tags.count("caption")
        assert each.tags.count("th") == [(tag, name) for tag, name, _ in each.attributes].count(("th", "scope"))
        assert any(name == "content" and "default-src 'none'" in value for _, name, value in each.attributes)
    drawings = page.tags.count("svg")
    assert drawings >= 4
    assert [v for t, n, v in page.attributes if t == "svg" and n == "role"] == ["img"] * drawings
    assert page.tags.count("desc") >= drawings


def test_the_class_page_names_what_to_teach_again(book: Gradebook, tmp_path: Path) -> None:
    graded_class(book, {"alice": {"warmup": 80.0}, "bob": {"warmup": 60.0}})

    text = text_of(published(book, tmp_path / "report")[0])

    assert "by 2 of 2 who tried." in text


def test_the_class_page_lists_what_to_look_at(book: Gradebook, tmp_path: Path) -> None:
    graded_class(book, {"alice": {"warmup": None}, "bob": {"warmup": None}, "cleo": {"warmup": 90.0}})
    alice, bob = pending(book, {"warmup": TODAY})
    record(book, [alice], TODAY, outcome_for("warmup", 50.0, status="timeout"))
    record_fault(book, [bob], "the worker did not start")
    enrol(book, [Student("cleo")], [Unit("cleo", "warmup", b"worse", "x")])
    record(book, pending(book, {"warmup": TODAY})[-1:], TODAY, outcome_for("warmup", 70.0))

    text = text_of(published(book, tmp_path / "report")[0])

    for words in (
        "ran out of time in 1 check",
        "not graded, a fault of the grader: the worker did not start",
        "an earlier attempt had 90 points",
    ):
        assert words in text


def test_time_outliers_are_named(book: Gradebook, tmp_path: Path) -> None:
    names = [f"s{n}" for n in range(12)]
    graded_class(book, {name: {"warmup": None} for name in names})
    for those in by_key(pending(book, {"warmup": TODAY})):
        usage = {"cpu_s": 60.0 if those[0].student == "s7" else 2.0, "memory_mib": 300.0, "wall_s": 1.0}
        record(book, those, TODAY, replace(outcome_for("warmup", 80.0), usage=usage))

    html = publish(book, tmp_path / "report").read_text()

    outliers = html[html.index("Far above the others") :].split("</table>")[0]
    assert re.findall(r">(?:S\d+ \()?(s\d+)\)?</a>", outliers) == ["s7"]


def test_a_class_without_any_grade_still_has_a_page(book: Gradebook, tmp_path: Path) -> None:
    enrol(book, [Student("alice")], [])

    page, students = published(book, tmp_path / "report")

    assert "No scores yet." in text_of(page)
    assert "No total yet." in text_of(students[file_name(Student("alice"))])


def test_a_fault_of_ours_is_told_as_ours(book: Gradebook, tmp_path: Path) -> None:
    graded_class(book, {"alice": {"warmup": None, "exercise2": 80.0}})
    record_fault(book, [Pending("alice", "warmup", 1, "", 0, "")], "the worker did not start")

    _, students = published(book, tmp_path / "report")

    text = text_of(students[file_name(Student("alice"))])
    assert "not graded" in text
    assert "A fault of the grader; it costs you nothing." in text


def test_pages_are_the_same_bytes_for_the_same_gradebook(book: Gradebook, tmp_path: Path) -> None:
    graded_class(book, {"alice": {"warmup": 80.0}, "bob": {"warmup": 60.0}})

    pages = [publish(book, tmp_path / name).read_bytes() for name in ("one", "two")]

    assert pages[0] == pages[1]


def test_curves_of_an_outcome_are_drawn() -> None:
    steps = [0, 1, 2]
    lines = [
        {"label": "yours", "x": steps, "y": [1.0, None, 2e6]},
        {"label": "reference", "x": steps, "y": [1, 0.5, 0.2]},
    ]
    curve = {"title": "loss while fitting", "x_label": "epoch", "y_label": "loss", "lines": lines}

    page = parsed(student_page(Student("ann"), [work_of(outcome_for("warmup", 60.0, curves=[curve]), "")], total=60.0))

    assert_inert(page)
    text = text_of(page)
    assert "warmup: loss while fitting" in text
    assert "1e+06" in text
    assert "mathdefault" not in text
    assert "yours" in text
    assert "reference" in text


@pytest.mark.parametrize("identity", ["../../etc/passwd", "a/b", "CON", "x" * 300, "李", "", "A", "a"])
def test_a_students_file_name_is_safe_and_their_own(identity: str) -> None:
    name = file_name(Student(identity))

    assert re.fullmatch(r"[a-z0-9-]{1,49}\.html", name)
    assert name != file_name(Student(identity + "."))


def test_ids_that_differ_only_in_case_have_two_pages() -> None:
    assert file_name(Student("A")) != file_name(Student("a"))
