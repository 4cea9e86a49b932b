"""What a lesson is made of. Texts are as the stub has them, with the line breaks of a paragraph taken out."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.lessons.formulas import FormulaLine


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of sentences."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; `numbered` where its order counts."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Code:
    """Lines that stand as they are: code, tables and drawings of characters."""

    text: str


@dataclass(frozen=True)
class Example:
    """What one types at Python's prompt, and what it answers."""

    text: str


@dataclass(frozen=True)
class Formulas:
    """Lines of which each one begins with a formula."""

    lines: tuple[FormulaLine, ...]


@dataclass(frozen=True)
class Question:
    """A question to think about before one reads its answer."""

    text: str
    answer: str


@dataclass(frozen=True)
class Row:
    """What the page promises of one function.

    Attributes:
        group: the heading under which the function stands; "" where the page has none.
    """

    function: str
    points: int
    minutes: int
    group: str = ""


@dataclass(frozen=True)
class FunctionTable:
    """The table of functions, points and minutes."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Terms:
    """Names with what they mean: arguments, errors."""

    entries: tuple[tuple[str, str], ...]


Block = Paragraph | Items | Code | Example | Formulas | Question | FunctionTable | Terms


@dataclass(frozen=True)
class Section:
    """A heading with what follows it; the text before the first heading has the heading ""."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Contract:
    """A function or a class as the stub promises it.

    Attributes:
        signature: its first lines, as in the stub.
        sections: the description under "", then Args, Returns, Raises, Example, Source.
        methods: those of a class.
    """

    name: str
    signature: str
    sections: tuple[Section, ...]
    methods: tuple[Contract, ...] = field(default=())
