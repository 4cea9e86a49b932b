"""A light stand-in for `torch._dynamo`, replaced by the real one as soon as anything else of it is asked for.

The first optimizer step imports torch._dynamo (about two seconds) for two names that mean nothing while no function is
being compiled: `graph_break`, a no-op outside of compilation, and `disable`, which then returns what it is given. The
stand-in answers these two. Any other name, `torch.compile` included, brings in the real package.
"""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Callable
from typing import Any

_NAME = "torch._dynamo"


class _LightDynamo(types.ModuleType):
    """Answers `graph_break` and `disable`; loads the real package for all else."""

    @staticmethod
    def graph_break(msg: str = "") -> None:
        """Nothing is being compiled: nothing to break."""

    @staticmethod
    def disable(fn: Callable[..., Any] | None = None, recursive: bool = True, **_: Any) -> Any:
        """`fn` itself; as a decorator with arguments, the identity."""
        return fn if fn is not None else lambda function: function

    def __getattr__(self, name: str) -> Any:
        if name in ("__spec__", "__file__", "__loader__"):
            raise AttributeError(name)
        return getattr(_real(), name)


def _real() -> types.ModuleType:
    """The real package, imported in place of the stand-in."""
    if isinstance(sys.modules.get(_NAME), _LightDynamo):
        del sys.modules[_NAME]
    return importlib.import_module(_NAME)


def install() -> None:
    """Put the stand-in where torch looks for its `_dynamo`, unless the real one is there already."""
    import torch

    if _NAME not in sys.modules:
        stand_in = _LightDynamo(_NAME)
        sys.modules[_NAME] = stand_in
        torch._dynamo = stand_in  # what `import torch._dynamo` would bind
