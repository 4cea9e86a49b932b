"""Hostile archives: nothing escapes, nothing explodes, and everything left out is listed with its reason."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.errors import SubmissionsProblem
from grader.classroom.intake.archives import member_path, read_zip, unpack
from grader.classroom.intake.tarballs import read_tar
from grader.classroom.intake.trees import TreeLimits
from grader.errors import Refused

Zipped = Callable[..., Path]


def reasons(tree: object) -> dict[str, str]:
    """Reasons by path."""
    return {entry.path: entry.reason for entry in tree.left_out}


@pytest.mark.parametrize(
    "name",
    [
        "../up.py",
        "a/../../up.py",
        "..\\up.py",
        "/etc/passwd",
        "\\\\server\\share\\x.py",
        "C:\\windows\\x.py",
        "c:x.py",
        "a/" * 40 + "x.py",
        "x" * 3000,
        "line\nbreak.py",
        "nul\0.py",
        "",
        "./.",
    ],
)
def test_a_name_that_escapes_or_misleads_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        member_path(name)


@pytest.mark.parametrize(("name", "path"), [("a//b.py", "a/b.py"), ("./a/b.py", "a/b.py"), ("a\\b.py", "a/b.py")])
def test_an_odd_but_harmless_name_is_put_straight(name: str, path: str) -> None:
    assert member_path(name) == path


def test_a_zip_slip_writes_nothing_outside(zipped: Zipped, tmp_path: Path) -> None:
    tree = read_zip(zipped([("../evil.py", "x"), ("/tmp/evil.py", "x"), ("good/a.py", "x")]))

    unpack(tree, tmp_path / "room")

    assert [path.name for path in (tmp_path / "room").rglob("*") if path.is_file()] == ["a.py"]
    assert not (tmp_path / "evil.py").exists()
    assert set(reasons(tree)) == {"../evil.py", "/tmp/evil.py"}


def test_a_link_in_a_zip_is_refused(zipped: Zipped) -> None:
    link = zipfile.ZipInfo("alice/warmup.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    tree = read_zip(zipped([(link, "/etc/shadow")]))

    assert tree.files == ()
    assert reasons(tree) == {"alice/warmup.py": "is a link"}


def test_the_second_file_of_one_name_is_refused(zipped: Zipped) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        tree = read_zip(zipped([("a/x.py", "first"), ("a/x.py", "second")]))

    assert tree.read("a/x.py", 100) == b"first"
    assert "two files of this name" in reasons(tree)["a/x.py"]


def test_names_that_collide_without_case_are_refused(zipped: Zipped) -> None:
    tree = read_zip(zipped([("a/x.py", "first"), ("a/X.py", "second")]))

    assert [file.path for file in tree.files] == ["a/x.py"]
    assert "upper and lower case" in reasons(tree)["a/X.py"]


def test_two_students_whose_folders_fold_alike_stay_two(zipped: Zipped) -> None:
    """A class is read, never unpacked: Ann and ann, Strauß and Strauss each have a folder."""
    names = ["Ann/x.py", "ann/x.py", "Strauß, Jan/x.py", "Strauss, Jan/x.py"]
    tree = read_zip(zipped([(name, name) for name in names]))

    assert sorted(file.path for file in tree.files) == sorted(names)


def test_a_zip_bomb_is_refused_by_its_ratio(zipped: Zipped) -> None:
    tree = read_zip(zipped([("bomb.py", bytes(8 * 1024 * 1024)), ("small.py", bytes(4096))]))

    assert [file.path for file in tree.files] == ["small.py"]
    assert "zip bomb" in reasons(tree)["bomb.py"]


def test_too_many_members_are_cut_off(zipped: Zipped) -> None:
    tree = read_zip(zipped([(f"a/{n}.py", "x") for n in range(10)]), TreeLimits(files=4))

    assert len(tree.files) == 4
    assert any("more than 4 files" in reason for reason in reasons(tree).values())


def test_the_total_size_is_capped(zipped: Zipped) -> None:
    noise = bytes(n * 37 % 251 for n in range(700_000))
    tree = read_zip(zipped([("a.bin", noise), ("b.bin", noise)]), TreeLimits(total_mib=1))

    assert [file.path for file in tree.files] == ["a.bin"]


def test_a_lie_about_the_size_is_found_while_unpacking(zipped: Zipped) -> None:
    path = zipped([("a.py", bytes(50_000))])
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 10)
    path.write_bytes(data)

    with pytest.raises(Refused, match="damaged"):
        read_zip(path).read("a.py", 1000)


def test_a_locked_member_is_listed(zipped: Zipped) -> None:
    path = zipped([("a.py", "x")])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert reasons(read_zip(path)) == {"a.py": "is locked with a password"}


def test_a_name_that_begins_with_nul_is_listed(zipped: Zipped) -> None:
    """Found by fuzzing: Python's zipfile cuts such a name down to nothing and stumbles over it."""
    path = zipped([("a.py", "x"), ("b.py", "x")])
    data = bytearray(path.read_bytes())
    data[data.rindex(b"b.py")] = 0
    path.write_bytes(data)

    tree = read_zip(path)

    assert [file.path for file in tree.files] == ["a.py"]
    assert len(reasons(tree)) == 1


def test_junk_of_an_operating_system_is_listed_once(zipped: Zipped) -> None:
    tree = read_zip(zipped([(f"__MACOSX/a/._{n}.py", "x") for n in range(5)] + [("a/x.py", "x")]))

    assert [file.path for file in tree.files] == ["a/x.py"]
    assert list(reasons(tree)) == ["__MACOSX"]


def test_a_utf8_name_without_its_flag_is_read_as_meant(zipped: Zipped) -> None:
    path = zipped([("José/x.py", "x")])
    data = path.read_bytes()
    unflagged = data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")
    path.write_bytes(unflagged)

    assert unflagged != data
    assert [file.path for file in read_zip(path).files] == ["José/x.py"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"\0" * 100])
def test_what_is_no_zip_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)

    with pytest.raises(SubmissionsProblem, match=r"x\.zip"):
        read_zip(path)


def tar_of(path: Path, *members: tuple[tarfile.TarInfo, bytes], mode: str = "w") -> Path:
    """A tar archive of the given members."""
    with tarfile.open(path, mode) as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_a_tar_member_that_is_no_plain_file_is_refused(tmp_path: Path, kind: bytes) -> None:
    evil = tarfile.TarInfo("alice/warmup.py")
    evil.type, evil.linkname = kind, "/etc/shadow"

    tree = read_tar(tar_of(tmp_path / "a.tar", (evil, b""), (tarfile.TarInfo("bob/warmup.py"), b"x = 1")))

    assert [file.path for file in tree.files] == ["bob/warmup.py"]
    assert list(reasons(tree)) == ["alice/warmup.py"]


def test_a_tar_member_that_climbs_out_is_refused(tmp_path: Path) -> None:
    tree = read_tar(tar_of(tmp_path / "a.tgz", (tarfile.TarInfo("../../evil.py"), b"x"), mode="w:gz"))

    assert tree.files == ()
    assert list(reasons(tree)) == ["../../evil.py"]


def test_a_tar_bomb_stops_at_the_cap(tmp_path: Path) -> None:
    bomb = tar_of(tmp_path / "a.tgz", (tarfile.TarInfo("big.bin"), bytes(5_000_000)), mode="w:gz")

    tree = read_tar(bomb, TreeLimits(total_mib=1))

    assert tree.files == ()
    assert "more than 1 MiB" in " ".join(reasons(tree).values())


def test_a_damaged_tar_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    path.write_bytes(b"\x1f\x8b\x08" + bytes(100))

    with pytest.raises(SubmissionsProblem, match="tar archive"):
        read_tar(path)
