"""What goes back to the students: each one's page, under the names that the platform takes back. Nothing is sent from here.

Canvas re-reads a zip whose file names keep the numbers of the submission (user, then attachment); Moodle one whose
folders begin `<name>_<participant>_assignfeedback_file`. Sources: Canvas LMS, lib/submission upload of comments;
Moodle, mod/assign/feedback/file/importziplib.php.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from grader.classroom.exports.exported import number
from grader.classroom.gradebook.class_results import ClassResults, State, class_results_of
from grader.classroom.gradebook.gradebook import Gradebook
from grader.classroom.students import Student
from grader.errors import UsageProblem
from grader.files import write_whole
from grader.report.publish import file_name, page_of

_CANVAS_NAME = re.compile(r"^(.*?(?:_LATE)?_\d+_\d+_|(?:LATE_)?anon_[A-Za-z0-9]{5}_\d+_)")
_MOODLE_NAME = re.compile(r"^([^/]*?)_(\d+)_assignsubmission_")
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
# Zip files know no time before 1980; the same gradebook gives the same bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Feedback:
    """Pages to give back.

    Attributes:
        files: content by name.
        notes: who gets none, and why.
        students: whose each file is, by name.
    """

    files: Mapping[str, bytes]
    notes: tuple[str, ...]
    students: Mapping[str, Student]


def feedback_of(
    book: Gradebook, form: str, *, titles: Mapping[str, str], details: bool = True, sender: str = ""
) -> Feedback:
    """Each student's page under the name that the platform wants.

    Args:
        book: the gradebook.
        form: "folder", "canvas", "moodle" or "mail".
        titles: what the exercises are called.
        details: whether students see inputs and expected values.
        sender: the address that mails come from; empty leaves it to the mail program.
    """
    class_results = class_results_of(book)
    files: dict[str, bytes] = {}
    notes: list[str] = []
    owners: dict[str, Student] = {}
    for student in class_results.students:
        if _has_nothing(class_results, student):
            unread = class_results.unread.get(student.id, ())
            what = f"handed in {', '.join(unread)}, which was not read" if unread else "handed in nothing"
            notes.append(f"{student.label}: {what}; no page")
            continue
        name = _name_for(form, class_results, student)
        if name is None:
            notes.append(f"{student.label}: {_NO_NAME[form]}")
            continue
        owners[name] = student
        page = page_of(book, class_results, student, titles, details).encode()
        files[name] = bytes(_mail(class_results, student, page, sender)) if form == "mail" else page
    return Feedback(files, tuple(notes), owners)


_NO_NAME = {
    "folder": "no file name",
    "canvas": "nothing of theirs came from Canvas; give their page by hand (--format folder)",
    "moodle": "nothing of theirs came from Moodle; give their page by hand (--format folder)",
    "mail": "no e-mail address; a roster with a column email brings it",
}


def _has_nothing(class_results: ClassResults, student: Student) -> bool:
    """Whether there is nothing to say: no submission, no score, no comment."""
    return all(result.state is State.ABSENT and not result.comments for result in class_results.of(student.id))


def _name_for(form: str, class_results: ClassResults, student: Student) -> str | None:
    """The name of a student's page in one format; None where there is none that the platform would know."""
    if form == "folder":
        return file_name(student)
    if form == "mail":
        return file_name(student).replace(".html", ".eml") if _ADDRESS.fullmatch(student.email) else None
    pattern = _CANVAS_NAME if form == "canvas" else _MOODLE_NAME
    match = next((m for result in class_results.of(student.id) if (m := pattern.match(result.origin))), None)
    if match is None:
        return None
    if form == "canvas":
        return f"{match[1]}feedback.html"
    # Moodle splits at underscores: one in the name would shift the number.
    return f"{match[1].replace('_', ' ')}_{match[2]}_assignfeedback_file_/feedback.html"


def _mail(class_results: ClassResults, student: Student, page: bytes, sender: str) -> EmailMessage:
    """A draft to one student with the page attached."""
    message = EmailMessage(policy=SMTP)
    message["To"] = student.email
    if sender:
        message["From"] = sender
    message["Subject"] = "Your feedback"
    # Mail programs open such a file as a draft.
    message["X-Unsent"] = "1"
    total = class_results.total(student.id)
    lines = [f"Hello {student.name or student.id},", ""]
    if total is not None:
        lines += [f"you have {number(total)} of {number(class_results.max_total)} points.", ""]
    lines += ["The attached page says which checks passed and what to do about the others.", ""]
    message.set_content("\n".join(lines))
    message.add_attachment(page, maintype="text", subtype="html", filename="feedback.html")
    return message


def write(feedback: Feedback, form: str, target: Path) -> None:
    """Write the files below a folder, or into one zip for a platform.

    Raises:
        UsageProblem: the zip would take the place of a folder.
        OSError: the target cannot be written.
    """
    if form in ("folder", "mail"):
        target.mkdir(parents=True, exist_ok=True)
        for name, content in feedback.files.items():
            write_whole(target / name, content.decode("utf-8"))
        return
    if target.is_dir():
        raise UsageProblem(f"{target} is a folder; {form} takes one zip file, such as --to {target / 'feedback.zip'}.")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in feedback.files.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_TIME), content)
