"""CSV as people's tools really write it: any of three delimiters, any line end, a byte order mark or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MAX_CELL_CHARACTERS = 1_000_000


@dataclass(frozen=True)
class Table:
    """The rows of a CSV file and what is needed to write it back alike."""

    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    byte_order_mark: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The first row, without surrounding spaces."""
        return tuple(cell.strip() for cell in self.rows[0]) if self.rows else ()


def read_table(text: str) -> Table:
    """Parse CSV text; raises ValueError with a reason when it is none."""
    marked = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter_of(text)
    before = csv.field_size_limit(_MAX_CELL_CHARACTERS)
    try:
        # newline="" in StringIO keeps line breaks inside quoted cells as they are.
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row)
    except csv.Error as error:
        raise ValueError(f"it is no CSV file ({error})") from error
    finally:
        csv.field_size_limit(before)
    if not rows:
        raise ValueError("it is empty")
    if _ends_inside_quotes(text, delimiter):
        raise ValueError(
            f"the quotation mark before {rows[-1][-1][:40]!r} is never closed, so all below would be one cell"
        )
    return Table(rows, delimiter, marked)


def _ends_inside_quotes(text: str, delimiter: str) -> bool:
    """Whether the last cell swallowed the rest of the file."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        # The module has one error for everything.
        return "unexpected end of data" in str(error)
    return False


def _delimiter_of(text: str) -> str:
    """Comma, semicolon or tab: the most frequent in the header line; the text below may hold any of them."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)


def write_table(table: Table) -> str:
    """CSV text with CRLF line ends, as RFC 4180 has it."""
    mark = "\ufeff" if table.byte_order_mark else ""
    return mark + write_rows(table.rows, table.delimiter)


def write_rows(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """CSV text of rows of text cells."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def decoded(data: bytes) -> str:
    """Text of a CSV file: UTF-8, UTF-16 with its mark, else Windows-1252, which never fails to decode a byte it has."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
