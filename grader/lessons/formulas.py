"""Formulas as a page types them, `p_j = exp(z_j) / sum_k exp(z_k)`, understood and written as LaTeX.

Only what is understood to its last sign is set; a line with a word or a sign that has no rule here stands as it was typed.
Grammar, from loose to tight: relation, sum, product (`*`, `/`, or side by side), power, subscript.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"\s*(?:(?P<phrase>mean of|sum over the samples of)\b|(?P<number>\d+(?:\.\d+)?(?:e-?\d+)?)"
    r"|(?P<name>[A-Za-zσηθ](?:[A-Za-z0-9]|_(?=\w))*'*)|(?P<sign><-|\|\||[-+*/^=(),]))"
)
_FUNCTIONS = frozenset(("exp", "log", "sqrt", "tanh", "sum"))
_RELATIONS = {"=": "=", "<-": r"\leftarrow"}
_GREEK = {"σ": r"\sigma", "η": r"\eta", "θ": r"\theta"}
_COLUMNS = re.compile(r"\s{2,}")
_ASSIGNED = re.compile(r"(?<![/\w])([A-Za-z]\w*)(?:\([^()]*\))?\s*(?:=|<-)")


class _NoFormula(Exception):
    """The text is not understood to its last sign."""


@dataclass(frozen=True)
class FormulaLine:
    """A formula as LaTeX, and what stands beside it in columns: text, or `$` and LaTeX for a further formula."""

    typed: str
    latex: str
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class Beside:
    """One further column of a line of formulas: either `latex` or `text`."""

    text: str
    latex: str = ""


def formula_lines(text: str, names: Collection[str]) -> tuple[FormulaLine, ...]:
    """The lines of a block as formulas, or nothing where one of them is none.

    Args:
        text: lines; columns are two blanks apart.
        names: words of several letters that are quantities here, such as the arguments of the page's functions.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    known = {*names, *(name for line in lines for name in _ASSIGNED.findall(line))}
    try:
        return tuple(_formula_line(line, known) for line in lines)
    except _NoFormula:
        return ()


def _formula_line(line: str, known: Collection[str]) -> FormulaLine:
    """One line; its first column must be a formula with a relation, a further one may be text."""
    first, *others = _COLUMNS.split(line)
    beside = []
    for column in others:
        try:
            beside.append(Beside(column, _latex(column, known)))
        except _NoFormula:
            if column[0] in "=+-*/<":
                raise
            beside.append(Beside(column))
    return FormulaLine(line, _latex(first, known), tuple(beside))


def _latex(text: str, known: Collection[str]) -> str:
    """LaTeX of one or several relations with `;` between them."""
    parts = [part.strip() for part in text.split(";")]
    return r" ;\quad ".join(_Parser(_tokens(part), known).relation() for part in parts)


_Token = tuple[str, str, bool]


def _tokens(text: str) -> list[_Token]:
    """Kind and text of each token, and whether a blank is before it."""
    tokens: list[_Token] = []
    position = 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise _NoFormula(text)
        tokens.append((match.lastgroup, match[match.lastgroup], match.start(match.lastgroup) > position))
        position = match.end()
    return tokens


@dataclass
class _Parser:
    """Reads tokens from left to right and writes LaTeX."""

    tokens: list[_Token]
    known: Collection[str]
    place: int = field(default=0)

    def relation(self) -> str:
        """`a = b = c`, all of it."""
        written, relations = self.sum(), 0
        while self.peek() in _RELATIONS:
            written += f" {_RELATIONS[self.take()]} {self.sum()}"
            relations += 1
        if self.place < len(self.tokens) or not relations:
            raise _NoFormula
        return written

    def sum(self) -> str:
        """`-a + b - c`."""
        written = self.take() + " " if self.peek() in ("-", "+") else ""
        written += self.product()
        while self.peek() in ("+", "-"):
            written += f" {self.take()} {self.product()}"
        return written

    def product(self) -> str:
        """`a b * c / d`: a fraction takes the factor before its bar and the one after it."""
        factors = [self.power()]
        while self.place < len(self.tokens):
            sign = self.peek()
            if sign == "/":
                self.take()
                above, below = factors.pop(), self.power()
                factors.append(rf"\frac{{{_bare(above)}}}{{{_bare(below)}}}")
            elif sign == "*":
                self.take()
                factors += [r"\cdot", self.power()]
            elif sign == "(" and self.tokens[self.place - 1][0] == "name" and not self.tokens[self.place][2]:
                factors.append(self.power())
            elif self.kind() in ("name", "number", "phrase") or sign == "(":
                factors += [r"\,", self.power()]
            else:
                break
        return " ".join(factors)

    def power(self) -> str:
        """`a^b`."""
        base = self.atom()
        while self.peek() == "^":
            self.take()
            minus = self.take() if self.peek() == "-" else ""
            base = f"{{{base}}}^{{{minus}{_bare(self.atom())}}}"
        return base

    def atom(self) -> str:
        """A number, a quantity, a function with its argument, a phrase, or brackets."""
        kind, sign = self.kind(), self.take()
        if kind == "number":
            return re.sub(r"^(.*)e(-?\d+)$", r"\1 \\cdot 10^{\2}", sign)
        if kind == "phrase":
            # A sign may follow: "mean of -(y log p)".
            minus = self.take() if self.peek() == "-" else ""
            return rf"\mathrm{{{sign.replace(' ', '~')}}}\;{minus}" + self.product()
        if kind == "name":
            return self.name(sign)
        if sign == "(":
            inner = self.arguments()
            return rf"\left({inner}\right)"
        raise _NoFormula(sign)

    def name(self, name: str) -> str:
        """A quantity, or a function and what it is applied to."""
        stem = name.split("_")[0]
        if stem == "sum":
            index = name.partition("_")[2]
            if not index:
                raise _NoFormula(name)
            return rf"\sum_{{{index}}} {self.power()}"
        if name in _FUNCTIONS:
            argument = self.power()
            bare = _bare(argument)
            return rf"\sqrt{{{bare}}}" if name == "sqrt" else rf"\{name} {argument}"
        return _quantity(name, self.known)

    def arguments(self) -> str:
        """What stands in brackets, up to and with the closing one."""
        written = self.sum()
        while self.peek() == ",":
            self.take()
            written += f", {self.sum()}"
        if self.peek() != ")":
            raise _NoFormula
        self.take()
        return written

    def peek(self) -> str:
        """The next token's text, "" at the end."""
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    def kind(self) -> str:
        """The next token's kind, "" at the end."""
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        """The next token's text; it is used up."""
        if self.place >= len(self.tokens):
            raise _NoFormula
        self.place += 1
        return self.tokens[self.place - 1][1]


def _quantity(name: str, known: Collection[str]) -> str:
    """A letter in italics, a word of the code upright; digits and what follows `_` below the line."""
    primes = "'" * (len(name) - len(name.rstrip("'")))
    stem, _, index = name.rstrip("'").partition("_")
    if index and not re.fullmatch(r"[a-z0-9]", index):
        stem, index = f"{stem}_{index}", ""
    letters = re.fullmatch(r"([A-Za-zσηθ])(\d*)", stem)
    differential = re.fullmatch(r"d([A-Za-z])", stem)
    if letters:
        below = letters[2] + index
        written = _GREEK.get(letters[1], letters[1]) + (f"_{{{below}}}" if below else "")
    elif differential and stem not in known:
        written = rf"\mathrm{{d}}{differential[1]}" + (f"_{{{index}}}" if index else "")
    elif stem in known or name in known or name.isupper():
        written = rf"\mathrm{{{stem}}}".replace("_", r"\_") + (f"_{{{index}}}" if index else "")
    else:
        raise _NoFormula(name)
    return written + primes


def _bare(latex: str) -> str:
    """Without the brackets around the whole, which a bar or a root makes needless."""
    if not (latex.startswith(r"\left(") and latex.endswith(r"\right)")):
        return latex
    inner = latex.removeprefix(r"\left(").removesuffix(r"\right)")
    depth = 0
    for sign in re.findall(r"\\left\(|\\right\)", inner):
        depth += 1 if sign == r"\left(" else -1
        if depth < 0:
            return latex
    return inner
