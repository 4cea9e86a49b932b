"""The learner's folder: where the stubs are, what was scored last, how many hints were given."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from grader import catalog
from grader.errors import SubmissionProblem

STATE_FILE = ".autogradus.json"


def default_path() -> Path:
    """Where submissions are looked for when no path is given: `exercises/`, or the current folder."""
    folder = Path("exercises")
    return folder if folder.is_dir() else Path()


def load_state() -> dict[str, Any]:
    """What was kept in the current folder; empty when there is nothing readable."""
    try:
        state = json.loads(Path(STATE_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def update_state(section: str, key: str, value: Any) -> None:
    """Keep one value; a folder that cannot be written to keeps nothing."""
    state = load_state()
    entries = state.get(section)
    state[section] = {**(entries if isinstance(entries, dict) else {}), key: value}
    try:
        write_atomically(Path(STATE_FILE), json.dumps(state, indent=1) + "\n")
    except OSError:
        return


def write_atomically(path: Path, text: str) -> None:
    """Write a file so that it is either the old one or the new one, at any moment."""
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def initialise(folder: Path) -> list[Path]:
    """A new workspace: `folder/exercises` with every stub.

    Raises:
        SubmissionProblem: the folder is there already and not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SubmissionProblem(f"{folder} must be new or empty; it holds files already. Give another name.")
    target = folder / "exercises"
    target.mkdir(parents=True)
    return [Path(shutil.copy(catalog.stub_path(name), target / f"{name}.py")) for name in catalog.names()]


def reset(name: str, path: Path) -> Path | None:
    """Put one stub back; the old file is kept beside it under a new name, which is returned."""
    file = path / f"{name}.py" if path.is_dir() else path
    kept = None
    if file.exists():
        kept = next(p for n in range(1, 10_000) if not (p := file.with_name(f"{file.stem}.old{n}.py")).exists())
        os.replace(file, kept)
    shutil.copy(catalog.stub_path(name), file)
    return kept
