"""Formulas from LaTeX to MathML, which browsers set by themselves."""

from __future__ import annotations

import re
from functools import cache
from html import unescape


@cache
def mathml(latex: str) -> str:
    """A formula as a MathML element."""
    from latex2mathml.converter import convert

    return _with_signs(convert(latex)).replace("<math ", '<math displaystyle="true" ', 1)


def _with_signs(element: str) -> str:
    """Numeric entities as the characters that they stand for, less the three that HTML needs."""
    return re.sub(r"&#x?[0-9A-Fa-f]+;", lambda match: _kept(match[0]), element)


def _kept(entity: str) -> str:
    """The character of an entity, or the entity where HTML would take the character for markup."""
    sign = unescape(entity)
    return entity if sign in "<>&" else sign
