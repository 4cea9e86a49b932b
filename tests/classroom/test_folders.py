"""Folders of strangers' files: no link is followed, no device opened, no file read beyond its cap."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.intake.folders import read_folder
from grader.classroom.intake.trees import TreeLimits
from grader.errors import Refused

Folder = Callable[..., Path]


def test_a_link_to_a_file_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("secret")
    root = folder({"alice/x.py": "x"})
    (root / "alice" / "warmup.py").symlink_to(tmp_path / "secret.py")

    tree = read_folder(root)

    assert [file.path for file in tree.files] == ["alice/x.py"]
    assert [str(entry) for entry in tree.left_out] == ["alice/warmup.py: is a link; links are not followed"]


def test_a_link_to_a_folder_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    folder({"x.py": "secret"}, "elsewhere")
    root = folder({"alice/x.py": "x"})
    (root / "bob").symlink_to(tmp_path / "elsewhere")

    assert [file.path for file in read_folder(root).files] == ["alice/x.py"]


@pytest.mark.parametrize("place", ["alice", "alice/x.py"])
def test_a_link_put_in_place_after_the_listing_is_refused(folder: Folder, tmp_path: Path, place: str) -> None:
    folder({"x.py": "secret", "alice": "secret"}, "elsewhere")
    root = folder({"alice/x.py": "x"})
    tree = read_folder(root)
    (root / place).rename(root / "moved")
    (root / place).symlink_to(tmp_path / "elsewhere" / Path(place).suffix.replace(".py", "x.py"))

    with pytest.raises(Refused):
        tree.read("alice/x.py", 100)


def test_a_fifo_is_listed_and_never_waited_for(folder: Folder) -> None:
    root = folder({"alice/x.py": "x"})
    os.mkfifo(root / "alice" / "warmup.py")

    tree = read_folder(root)

    assert [entry.reason for entry in tree.left_out] == ["is not a regular file"]
    with pytest.raises(Refused, match="regular"):
        tree.read("alice/warmup.py", 100)


def test_a_file_above_the_cap_is_refused(folder: Folder) -> None:
    tree = read_folder(folder({"alice/x.py": bytes(2000)}))

    with pytest.raises(Refused, match="larger"):
        tree.read("alice/x.py", 1999)


def test_a_clones_own_folder_is_not_looked_into(folder: Folder) -> None:
    tree = read_folder(folder({"alice/.git/hooks/x.py": "x", "alice/x.py": "x"}))

    assert [file.path for file in tree.files] == ["alice/x.py"]
    assert [entry.path for entry in tree.left_out] == ["alice/.git"]


def test_too_many_entries_are_cut_off(folder: Folder) -> None:
    tree = read_folder(folder({f"a/{n}.py": "x" for n in range(10)}), TreeLimits(files=3))

    assert len(tree.files) == 3
    assert "more than 3 entries" in tree.left_out[-1].reason


def test_too_deep_folders_are_not_entered(folder: Folder) -> None:
    tree = read_folder(folder({"a/b/c/d/x.py": "x"}), TreeLimits(depth=2))

    assert tree.files == ()
    assert "deep" in tree.left_out[0].reason


def test_a_name_that_is_no_text_is_read(folder: Folder) -> None:
    root = folder({"alice/x.py": "x"})
    (root / os.fsdecode(b"b\xffb")).mkdir()
    (root / os.fsdecode(b"b\xffb") / "x.py").write_text("y")

    tree = read_folder(root)

    assert [tree.read(file.path, 10) for file in tree.files] == [b"x", b"y"]


def test_a_students_folder_without_any_file_is_told(tmp_path: Path) -> None:
    """Who handed in nothing does not vanish; empty folders further down are nobody's."""
    for path in ("ann/exercise3.py", "bob/src", "cyd"):
        (tmp_path / path).mkdir(parents=True)
    (tmp_path / "bob" / "warmup.py").write_text("x = 1\n")

    assert [entry.path for entry in read_folder(tmp_path).left_out] == ["ann", "cyd"]
