"""Canvas and Moodle take their own files back: nothing created, nothing wiped, nobody confused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from validators import rows_of, validate_canvas, validate_cells, validate_moodle

from grader.classroom.errors import ExportProblem
from grader.classroom.exports import Options, export
from grader.classroom.exports.exported import parsed_number
from grader.classroom.exports.moodle import WorksheetColumns
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.gradebook.submissions import enrol
from grader.classroom.students import Student
from grader.classroom.tables import write_rows
from grader.classroom.units import Unit

Class = Callable[..., Gradebook]

CANVAS = """\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Warmup (501),Homework 2 (502),Final Score,Old (503)
,,,,,Manual Posting,,,
    Points Possible,,,,,100,10,(read only),(read only)
"Doe, Jane",1001,s1,jane,A,,,55,1
"Roe, Max",1002,s2,max,A,12,EX,55,1
"Poe, Ann",1003,s3,ann,A,7,3,55,1
"Student, Test",1004,,,A,,,,
"""
TITLES = {"Warmup (501)", "Homework 2 (502)"}

MOODLE = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\r\n'
    '"Participant 77","Jane Doe",jane@x.org,"Submitted for grading",,"50,00",Yes,"1 March 2026, 12:00",-,\r\n'
    '"Participant 78","Max Roe",max@x.org,"Submitted for grading","5,00","50,00",Yes,"1 March 2026, 12:00",-,Old\r\n'
    '"Participant 79","Ann Poe",ann@x.org,"Submitted for grading",,"50,00",No,"1 March 2026, 12:00",-,\r\n'
)
FILLED = {"Grade", "Feedback comments"}


def by_id(text: str) -> dict[str, list[str]]:
    """Rows after the description of the student, by id."""
    return {row[1]: row[5:] for row in rows_of(text)}


def test_canvas_fills_columns_named_as_the_exercises_are(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1001": {"warmup": 80.0}, "1002": {"warmup": 62.5}})

    made = export(book, "canvas", Options(template=CANVAS))

    validate_canvas(made.text, TITLES)
    assert by_id(made.text) == {"ID": ["Warmup (501)"], "": ["100"], "1001": ["80"], "1002": ["62.5"]}


def test_canvas_leaves_out_students_without_a_score(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1001": {"warmup": 80.0}, "1003": {"warmup": None}})

    assert set(by_id(export(book, "canvas", Options(template=CANVAS)).text)) == {"ID", "", "1001"}


def test_canvas_keeps_a_present_score_where_there_is_no_new_one(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1003": {"warmup": 80.0}})
    columns = {"warmup": "Warmup (501)", "total": "Homework 2 (502)"}

    class_of(book, {"1001": {"exercise2": None}})
    made = export(book, "canvas", Options(template=CANVAS, columns=columns, exercises=("warmup", "exercise2")))

    validate_canvas(made.text, TITLES)
    assert by_id(made.text)["1003"] == ["80", "4"]


def test_canvas_scales_to_the_points_of_its_column(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1001": {"warmup": 85.0}})

    made = export(book, "canvas", Options(template=CANVAS, columns={"warmup": "Homework 2"}))

    assert by_id(made.text)["1001"] == ["8.5"]


def test_canvas_leaves_excused_students_excused(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1002": {"warmup": 80.0}})

    made = export(book, "canvas", Options(template=CANVAS, columns={"warmup": "Homework 2 (502)"}))

    assert "1002" not in by_id(made.text)
    assert made.notes == ("1002 is excused from Homework 2 (502); left so",)


@pytest.mark.parametrize("title", ["Homework 3 (504)", "Final Score", "Old (503)", "warmup"])
def test_canvas_never_creates_a_column(book: Gradebook, class_of: Class, title: str) -> None:
    class_of(book, {"1001": {"warmup": 80.0}})

    with pytest.raises(ExportProblem, match="must not arise by accident"):
        export(book, "canvas", Options(template=CANVAS, columns={"warmup": title}))


def test_canvas_without_a_fitting_column_asks_for_one(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1001": {"exercise2": 80.0}})

    with pytest.raises(ExportProblem, match=r'--column total="Warmup \(501\)"'):
        export(book, "canvas", Options(template=CANVAS))


@pytest.mark.parametrize("ids", [("1001", "1002"), ("s1", "s2"), ("jane", "max")])
def test_canvas_matches_by_whichever_id_ours_are(book: Gradebook, class_of: Class, ids: tuple[str, str]) -> None:
    class_of(book, {ids[0]: {"warmup": 80.0}, ids[1]: {"warmup": 62.5}})

    made = export(book, "canvas", Options(template=CANVAS))

    assert (by_id(made.text)["1001"], by_id(made.text)["1002"]) == (["80"], ["62.5"])


def test_canvas_ids_are_not_mistaken_for_the_schools_numbers(book: Gradebook, class_of: Class) -> None:
    crossed = CANVAS.replace(",s1,", ",1002,").replace(",s2,", ",2002,").replace(",s3,", ",2003,")
    class_of(book, {"1002": {"warmup": 80.0}, "2002": {"warmup": 60.0}, "2003": {"warmup": 50.0}})

    made = by_id(export(book, "canvas", Options(template=crossed)).text)

    assert (made["1001"], made["1002"], made["1003"]) == (["80"], ["60"], ["50"])


def test_canvas_matches_by_name_only_where_one_has_it(book: Gradebook) -> None:
    those = [Student("a", "doejane"), Student("b", "Roe, Max"), Student("c", "Roe, Max")]
    enrol(book, those, [Unit(one.id, "warmup", one.id.encode(), one.id) for one in those])
    for one in those:
        book.connection.execute(
            "INSERT INTO override VALUES (NULL, ?, 'warmup', 50, 'Dr. Roe', 'oral exam', '')", (one.id,)
        )

    made = export(book, "canvas", Options(template=CANVAS))

    assert set(by_id(made.text)) == {"ID", "", "1001"}
    assert made.notes == ("Roe, Max (b) is not in the file", "Roe, Max (c) is not in the file")


def test_canvas_takes_one_column_by_its_full_title(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1001": {"warmup": 80.0}, "1002": {"warmup": None}})

    made = export(book, "canvas", Options(columns={"warmup": "Warmup (501)"}, points=100))

    validate_canvas(made.text, TITLES)
    assert by_id(made.text) == {"ID": ["Warmup (501)"], "1001": ["80"]}


@pytest.mark.parametrize("title", ["Warmup", "Warmup 501", "(501)"])
def test_canvas_takes_no_column_without_its_id(book: Gradebook, class_of: Class, title: str) -> None:
    class_of(book, {"1001": {"warmup": 80.0}})

    with pytest.raises(ExportProblem, match="needs its id"):
        export(book, "canvas", Options(columns={"warmup": title}, points=100))


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "Student,ID\nx,1\n"])
def test_canvas_refuses_another_file_and_says_where_to_get_it(book: Gradebook, class_of: Class, text: str) -> None:
    class_of(book, {"1001": {"warmup": 80.0}})

    with pytest.raises(ExportProblem, match="Canvas"):
        export(book, "canvas", Options(template=text))


def test_a_semicolon_file_comes_back_with_semicolons(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1001": {"warmup": 80.0}})
    german = CANVAS.replace('"Doe, Jane"', "Jane Doe").replace('"Roe, Max"', "X").replace('"Poe, Ann"', "Y")
    german = german.replace('"Student, Test"', "Z").replace(",", ";")

    assert rows_of(export(book, "canvas", Options(template=german)).text, ";")[0][0] == "Student"


def test_moodle_gets_its_own_worksheet_back(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"77": {"warmup": 85.0}})

    made = export(book, "moodle", Options(template=MOODLE))

    validate_moodle(made.text, MOODLE, FILLED)
    rows = {row[0]: row for row in rows_of(made.text)}
    assert rows["Participant 77"][4] == "42,50"
    assert rows["Participant 77"][-1] == "warmup: 85 of 100"
    assert made.text.startswith("\ufeff")


def test_moodle_rows_without_a_score_stay_as_they_were(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"77": {"warmup": 85.0}, "78": {"warmup": None}})

    rows = {row[0]: row for row in rows_of(export(book, "moodle", Options(template=MOODLE)).text)}

    assert (rows["Participant 78"][4], rows["Participant 78"][-1]) == ("5,00", "Old")


def test_moodle_grades_that_are_locked_stay_as_they_were(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"79": {"warmup": 85.0}})

    made = export(book, "moodle", Options(template=MOODLE))

    validate_moodle(made.text, MOODLE, set())
    assert "cannot be changed" in made.notes[0]


def test_moodle_students_are_matched_by_address_too(book: Gradebook) -> None:
    enrol(book, [Student("s1", email="Jane@x.org")], [Unit("s1", "warmup", b"x", "x")])
    book.connection.execute("INSERT INTO override VALUES (NULL, 's1', 'warmup', 100, 'Dr. Roe', 'oral exam', '')")

    rows = {row[0]: row for row in rows_of(export(book, "moodle", Options(template=MOODLE)).text)}

    assert rows["Participant 77"][4] == "50,00"


def test_moodle_in_another_language_needs_its_columns_named(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"77": {"warmup": 85.0}})
    german = MOODLE.replace("Identifier", "ID").replace("Grade,", "Bewertung,", 1)

    with pytest.raises(ExportProblem, match="name its columns"):
        export(book, "moodle", Options(template=german))
    made = export(book, "moodle", Options(template=german, worksheet=WorksheetColumns("ID", "Bewertung")))

    assert rows_of(made.text)[1][4] == "42,50"


def test_hostile_names_in_the_canvas_file_run_nowhere(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1001": {"warmup": 80.0}, "77": {"warmup": 80.0}})
    evil = CANVAS.replace('"Doe, Jane"', '"=cmd()"').replace('"Max Roe"', "+1+1")

    validate_cells(export(book, "canvas", Options(template=evil)).text)


def test_the_worksheets_other_cells_come_back_as_they_were(book: Gradebook, class_of: Class) -> None:
    """Whatever stands in them: an apostrophe before a list would be stored by Moodle."""
    class_of(book, {"77": {"warmup": 80.0}})
    before = rows_of(MOODLE.replace('"Jane Doe"', '"- clear; -1"'))

    after = rows_of(export(book, "moodle", Options(template=MOODLE.replace('"Jane Doe"', '"- clear; -1"'))).text)

    filled = {before[0].index("Grade"), before[0].index("Feedback comments")}
    changed = [
        (row, column)
        for row, (old, new) in enumerate(zip(before, after, strict=True))
        for column, (one, other) in enumerate(zip(old, new, strict=True))
        if one != other
    ]
    assert {column for _, column in changed} <= filled
    assert len({row for row, _ in changed}) == 1


def test_a_persons_comment_in_the_worksheet_is_kept_and_told(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"77": {"warmup": 80.0}})
    header, *rows = rows_of(MOODLE)
    place = header.index("Feedback comments")
    for row in rows:
        row[place] = "See me: well done."
    worksheet = write_rows([header, *rows])

    first = export(book, "moodle", Options(template=worksheet))
    again = export(book, "moodle", Options(template=first.text))

    feedback = [row[place] for row in rows_of(first.text)[1:]]
    assert "See me: well done.<br>warmup: 80 of 100" in feedback
    assert again.text == first.text
    assert any("is kept" in note for note in first.notes)


@pytest.mark.parametrize(
    ("text", "comma", "number"),
    [
        ("12.5", False, 12.5), ("12,5", False, 12.5), ("1,000.00", False, 1000.0), ("1.000,00", True, 1000.0),
        ("1,000", False, 1000.0), ("1.000", True, 1000.0), ("0.125", False, 0.125), ("0,125", True, 0.125),
        ("1,234,567", False, 1234567.0), ("100 pts", False, None), ("", False, None), ("1 000", False, 1000.0),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, comma: bool, number: float | None) -> None:
    assert parsed_number(text, comma) == number


def test_a_scale_that_is_no_number_is_refused(book: Gradebook, class_of: Class) -> None:
    """Written unscaled it would be a wrong grade without a word."""
    class_of(book, {"1001": {"warmup": 80.0}})
    rows = rows_of(CANVAS)
    points = next(row for row in rows if "points possible" in row[0].casefold())
    points[-1] = points[-2] = "100 pts"

    with pytest.raises(ExportProblem, match="must be a number"):
        export(book, "canvas", Options(template=write_rows(rows), columns={"warmup": rows[0][-1]}))


def test_a_column_without_a_template_needs_its_points(book: Gradebook, class_of: Class) -> None:
    class_of(book, {"1001": {"warmup": 80.0}})

    with pytest.raises(ExportProblem, match="--points must say"):
        export(book, "canvas", Options(columns={"warmup": "Warmup (501)"}))
