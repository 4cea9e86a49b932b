"""The same class as each platform hands it out: a place for every file, and what the platform adds."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from whole_class import ZONE, Person, Story, Texts

Files = dict[str, bytes]


@dataclass(frozen=True)
class HandOut:
    """One shape of hand-out.

    Attributes:
        name: for the test.
        place: the path of a person's file, by its name.
        identity: what the gradebook calls somebody who is not on the roster.
        beside: what the platform adds for one person.
        top: what the platform adds for all.
        label: name of the folder or archive; its ending says how it is packed.
        dated: whether it tells when work was handed in.
        marked: whether it tells that work was late.
    """

    name: str
    place: Callable[[Person, str], str]
    identity: Callable[[Person], str] = lambda person: person.id
    beside: Callable[[Person], Files] = lambda person: {}
    top: Callable[[tuple[Person, ...]], Files] = lambda people: {}
    label: str = "submissions.zip"
    dated: bool = False
    marked: bool = False

    def write(self, folder: Path, people: tuple[Person, ...], texts: Texts) -> Path:
        """The hand-out on disk."""
        files: Files = {}
        for person in people:
            mine = {self.place(person, name): content for name, content in person.files(texts).items()}
            files |= mine | (self.beside(person) if mine else {})
        files |= self.top(people)
        return _packed(folder / self.label, files)


def _packed(target: Path, files: Files) -> Path:
    """The files as a folder, a zip or a tar archive, as the target's name says."""
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(path, content)
    elif target.name.endswith(".tar.gz"):
        with tarfile.open(target, "w:gz") as packed:
            for path, content in files.items():
                member = tarfile.TarInfo(path)
                member.size = len(content)
                packed.addfile(member, io.BytesIO(content))
    else:
        for path, content in files.items():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(content)
    return target


def _canvas_place(person: Person, name: str) -> str:
    """Canvas squeezes the name, marks what is late, and numbers the second file of one name."""
    squeezed = "".join(filter(str.isalnum, person.name.lower()))
    late = "_LATE" if person.is_late else ""
    return f"{squeezed}{late}_{person.id}_{70_000 + person.number}_{name}"


def _gradescope_folder(person: Person) -> str:
    """Two people hand in as a group."""
    return f"submission_{person.number - (person.story is Story.COPY)}"


def _gradescope_list(people: tuple[Person, ...]) -> Files:
    """`submission_metadata.yml`; JSON is YAML."""
    entries: dict[str, dict[str, object]] = {}
    for person in people:
        if person.work:
            stamp = person.handed_in_at.strftime("%Y-%m-%d %H:%M:%S.000000000 Z")
            entry = entries.setdefault(_gradescope_folder(person), {":submitters": [], ":created_at": stamp})
            submitters = entry[":submitters"]
            assert isinstance(submitters, list)
            submitters.append({":name": person.name, ":sid": person.id, ":email": ""})
    return {"submission_metadata.yml": json.dumps(entries).encode()}


def _git_folder(person: Person, start: str) -> Files:
    """A clone's `.git` with one loose commit."""
    seconds, name = int(person.handed_in_at.timestamp()), f"{person.number:040x}"
    body = f"tree {'0' * 40}\nauthor A <a@x.org> 1 +0000\ncommitter A <a@x.org> {seconds} +0200\n\nwork\n".encode()
    git = f"{start}hw1-{person.login}/.git"
    return {
        f"{git}/HEAD": b"ref: refs/heads/main\n",
        f"{git}/refs/heads/main": f"{name}\n".encode(),
        f"{git}/objects/{name[:2]}/{name[2:]}": zlib.compress(b"commit %d\0" % len(body) + body),
    }


def _nbgrader_stamp(person: Person) -> Files:
    """The time by the wall's clock, without its zone."""
    wall = person.handed_in_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S.948203")
    return {f"submitted/{person.login}/ps1/timestamp.txt": wall.encode()}


HAND_OUTS = (
    HandOut("canvas", _canvas_place, marked=True),
    HandOut("moodle", lambda person, name: f"{person.name}_{person.id}_assignsubmission_file_/{name}"),
    HandOut("moodle flat", lambda person, name: f"{person.name}_{person.id}_assignsubmission_file_{name}"),
    HandOut(
        "gradescope", lambda person, name: f"{_gradescope_folder(person)}/{name}",
        top=_gradescope_list, label="assignment_1_export", dated=True,
    ),
    HandOut(
        "github", lambda person, name: f"hw1-{person.login}/exercises/{name}",
        identity=lambda person: person.login, beside=lambda person: _git_folder(person, ""),
        label="hw1-submissions", dated=True,
    ),
    HandOut(
        "github in a tar", lambda person, name: f"hw1-submissions/hw1-{person.login}/exercises/{name}",
        identity=lambda person: person.login, beside=lambda person: _git_folder(person, "hw1-submissions/"),
        label="hand-out.tar.gz", dated=True,
    ),
    HandOut(
        "nbgrader", lambda person, name: f"submitted/{person.login}/ps1/{name}",
        identity=lambda person: person.login, beside=_nbgrader_stamp, label="course", dated=True,
    ),
    HandOut("folders", lambda person, name: f"{person.name}/{name}", identity=lambda person: person.name, label="class"),
)  # fmt: skip
