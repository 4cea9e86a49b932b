"""The package that runs here as a wheel, so that a grader elsewhere runs the very same checks.

A wheel is a zip of the package and its metadata (PyPA, "Binary distribution format"); made here without a build tool and
without a network, from a checkout or from an installation alike.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from grader.courses import built_in

_NAME = "autogradus"
_WHEEL = "Wheel-Version: 1.0\nGenerator: autogradus\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_PACKAGE = Path(__file__).resolve().parents[2]
# A fixed date: the same package gives the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)


def own_wheel() -> tuple[str, bytes]:
    """The wheel's file name and its bytes."""
    version = metadata.version(_NAME)
    information = f"{_NAME}-{version}.dist-info"
    stream = io.BytesIO()
    record: list[str] = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in (*_package_files(), *_information_files(information)):
            archive.writestr(zipfile.ZipInfo(path, _DATE), data, zipfile.ZIP_DEFLATED)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{path},sha256={digest},{len(data)}\n")
        listed = f"{information}/RECORD"
        archive.writestr(zipfile.ZipInfo(listed, _DATE), "".join((*record, f"{listed},,\n")), zipfile.ZIP_DEFLATED)
    return f"{_NAME}-{version}-py3-none-any.whl", stream.getvalue()


def _package_files() -> Iterator[tuple[str, bytes]]:
    """Every file of the package, with the built-in course's stubs inside, as an installation has them."""
    stubs = built_in().exercises
    for path in sorted(_PACKAGE.rglob("*")):
        inside = path.relative_to(_PACKAGE).parts
        if path.is_file() and "__pycache__" not in inside and inside[0] != "stubs":
            yield "/".join((_PACKAGE.name, *inside)), path.read_bytes()
    for path in sorted(stubs.glob("*.py")):
        yield f"{_PACKAGE.name}/stubs/{path.name}", path.read_bytes()


def _information_files(folder: str) -> Iterator[tuple[str, bytes]]:
    """What an installer wants to know: name, requirements, commands, licenses."""
    distribution = metadata.distribution(_NAME)
    for name in ("METADATA", "entry_points.txt"):
        yield f"{folder}/{name}", (distribution.read_text(name) or "").encode()
    yield f"{folder}/WHEEL", _WHEEL.encode()
    for file in distribution.files or ():
        text = distribution.read_text("/".join(file.parts[1:])) if "licenses" in file.parts[1:2] else None
        if text is not None:
            yield f"{folder}/{'/'.join(file.parts[1:])}", text.encode()
