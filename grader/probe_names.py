"""Which names a probe uses that do not cross with it: only its source is shipped, not the checks file around it."""

from __future__ import annotations

import builtins
import dis
import types
from collections.abc import Iterator, Sequence
from functools import lru_cache

# What the worker puts beside every probe.
PROVIDED = frozenset({"torch", "np", "nn", "F", "math"})


def foreign_names(sources: Sequence[str]) -> list[str]:
    """Names that these functions, shipped together, use and nobody provides.

    Args:
        sources: source text of top-level functions, without indentation.
    """
    return list(_foreign_names("\n\n".join(sources)))


@lru_cache(maxsize=1024)
def _foreign_names(text: str) -> tuple[str, ...]:
    module = compile(text, "<probe>", "exec", dont_inherit=True)
    own = {step.argval for step in dis.get_instructions(module) if step.opname in ("STORE_NAME", "STORE_GLOBAL")}
    return tuple(sorted(set(_looked_up(module)) - own - PROVIDED - set(dir(builtins))))


def _looked_up(code: types.CodeType) -> Iterator[str]:
    """Names that this code and the code inside it look up beside the probe; what is only annotated is not looked up."""
    steps = list(dis.get_instructions(code))
    stored = {step.argval for step in steps if step.opname == "STORE_NAME"}
    for step in steps:
        if step.opname == "LOAD_GLOBAL" or (step.opname == "LOAD_NAME" and step.argval not in stored):
            yield step.argval
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType) and inner.co_name != "__annotate__":
            yield from _looked_up(inner)
