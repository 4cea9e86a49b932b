"""Scenes run on a program: the only place where one of ours is carried out. Needs torch."""

from __future__ import annotations

import contextlib
import io
import sys
import types
import warnings
from collections.abc import Iterator
from typing import Any

import torch

from grader.debugging.curves import as_text
from grader.debugging.record import SceneRecord
from grader.errors import CourseFault


def shown_by(program: str, scene: SceneRecord) -> str:
    """What a scene shows on a program of the course: a curve as text, or a fact.

    Raises:
        CourseFault: it does not run to its end, or shows something else.
    """
    try:
        with _clean_torch(), _module() as names, contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(program, "program", "exec"), names)
            exec(compile(scene.code, scene.name, "exec"), names)
            value = names[scene.name]()
    except Exception as error:
        raise CourseFault(f"The scene {scene.name} stopped with {type(error).__name__}: {error}.") from error
    if isinstance(value, str) != (not scene.is_curve):
        raise CourseFault(f"The scene {scene.name} must show a curve if it has axes, else a text; got {value!r}.")
    return value if isinstance(value, str) else as_text([float(number) for number in value])


@contextlib.contextmanager
def _module() -> Iterator[dict[str, Any]]:
    """The names of a module of its own; it is a module as others are, which dataclasses ask for."""
    module = types.ModuleType(f"{__name__}_program")
    sys.modules[module.__name__] = module
    try:
        yield vars(module)
    finally:
        del sys.modules[module.__name__]


@contextlib.contextmanager
def _clean_torch() -> Iterator[None]:
    """torch as it is at first, and as it was afterwards: a mistake may be to leave it changed."""
    threads, dtype = torch.get_num_threads(), torch.get_default_dtype()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(True)
