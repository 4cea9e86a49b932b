"""The worker's handler: loads the learner's file and carries out requests about it.

Four verbs: `greet` does nothing, before anything of the learner's runs; `load` runs the file as a module; `call` calls
one of its functions with plain values; `run` runs a probe of the checks beside the module. A probe observes; every
verdict is computed in the checker.
"""

from __future__ import annotations
import __future__

import ast
import contextlib
import importlib.util
import inspect
import math
import os
import random
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from grader.notebooks import cells_of
from grader.sandbox.contract.wire_reader import Unpacker
from grader.sandbox.inside.failures import describe
from grader.sandbox.inside.heard_threads import HeardThreads, running_threads
from grader.sandbox.inside.recorder import Recorder
from grader.sandbox.inside.reply_packer import ReplyPacker

_AFTER_LIMIT_BYTES = 4 << 20
_CELL_ERROR_LIMIT = 200
_gradients = torch.autograd.grad
# torch.manual_seed takes eighty times as long: it tells devices that are not there, and keeps a stack for each.
_seed_cpu = torch.default_generator.manual_seed


class _Missing(Exception):
    """The module has no such function."""


class RequestHandler:
    """One learner's module and the requests about it."""

    def __init__(
        self,
        scratch: str,
        to_cpu: Callable[[torch.Tensor], torch.Tensor],
        notices: list[str],
        seed: Callable[[int], object] = _seed_cpu,
    ) -> None:
        self.notices, self.seed = notices, seed
        self.scratch = scratch
        self.to_cpu = to_cpu
        self.file = ""
        self.module = types.ModuleType("empty")
        self.threads = HeardThreads()
        self.threads.install()

    def answer(self, request: dict[str, Any], values: Unpacker) -> tuple[dict[str, Any], ReplyPacker]:
        """Carry out one request; the reply never fails to be made."""
        verbs = {"greet": self.greet, "load": self.load, "call": self.call, "run": self.run}
        packer, threads = ReplyPacker(self.to_cpu), running_threads()
        try:
            _reseed(request["seed"], self.seed)
            reply = verbs[request["verb"]](request, values, packer)
        except _Missing as missing:
            reply = {"status": "missing", "text": str(missing)}
        except BaseException as error:
            packer = ReplyPacker(self.to_cpu)
            reply = {"status": "raised", "error": {**describe(error, self.file), "wall": _wall_sentence(error)}}
        if request["verb"] != "load" and running_threads() - threads:
            reply["left_threads"] = True
        return reply, packer

    def greet(self, request: dict[str, Any], values: Unpacker, packer: ReplyPacker) -> dict[str, Any]:
        """Nothing yet: the first reply says how this worker is locked down."""
        return {"status": "ok"}

    def load(self, request: dict[str, Any], values: Unpacker, packer: ReplyPacker) -> dict[str, Any]:
        """Write the source into the scratch folder and run it as a module."""
        name = request["name"]
        self.file = os.path.join(self.scratch, f"{name}.py")
        with open(self.file, "wb") as file:
            file.write(values.value(request["source"]))
        sys.argv = [self.file]
        spec = importlib.util.spec_from_file_location(name, self.file)
        if spec is None or spec.loader is None:
            raise ImportError(f"{name} cannot be loaded")
        self.module = importlib.util.module_from_spec(spec)
        # Dataclasses, pickling and typing look a class's module up by its name.
        sys.modules[name] = self.module
        self._execute(spec.loader)
        return {"status": "ok"}

    def _execute(self, loader: Any) -> None:
        """Run the file; a notebook cell by cell, as Jupyter does: a cell that fails ends that cell and no other."""
        with open(self.file, encoding="utf-8", errors="replace") as file:
            text = file.read()
        cells = cells_of(text)
        if not cells:
            loader.exec_module(self.module)
            return
        tree = ast.parse(text, self.file)
        flags = _future_flags(tree)
        for cell in cells:
            nodes = [node for node in tree.body if cell.first_line <= node.lineno <= cell.last_line]
            try:
                exec(compile(ast.Module(nodes, []), self.file, "exec", flags, dont_inherit=True), vars(self.module))
            except (Exception, SystemExit) as error:
                said = f"{type(error).__name__}: {error}"[:_CELL_ERROR_LIMIT].rstrip(": ")
                self.notices.append(f"Cell {cell.number} ended with {said}; the other cells were run all the same.")

    def call(self, request: dict[str, Any], values: Unpacker, packer: ReplyPacker) -> dict[str, Any]:
        """Call a function of the module; gradients of chosen arguments come back when a cotangent is sent."""
        function = self.find(request["function"], request.get("alias") or {})
        args = [self.place(values.value(node), request) for node in request["args"]]
        kwargs = {name: self.place(values.value(node), request) for name, node in request["kwargs"].items()}
        for index in request["leaves"]:
            args[index].requires_grad_()
        packer.spans = ReplyPacker(self.to_cpu, args).spans
        with self._recording(request["record"]) as recorder:
            result = function(*args, **kwargs)
        reply = {"status": "ok", "value": packer.value(result), "observed": _observed(recorder)}
        if request.get("cotangent") is not None:
            cotangent = self.place(values.value(request["cotangent"]), request)
            reply["gradients"] = packer.value(_gradients_of(result, args, cotangent))
        if sum(len(data) for data in values.buffers) <= _AFTER_LIMIT_BYTES:
            reply["after"] = [packer.value(arg) for arg in args]
            reply["left_grad"] = [
                isinstance(arg, torch.Tensor) and arg.is_leaf and arg.grad is not None for arg in args
            ]
        return reply

    def run(self, request: dict[str, Any], values: Unpacker, packer: ReplyPacker) -> dict[str, Any]:
        """Run a probe, sent as source, beside the module."""
        namespace: dict[str, Any] = {
            "torch": torch, "np": np, "nn": torch.nn, "F": torch.nn.functional, "math": math,
        }  # fmt: skip
        for source in request["sources"]:
            exec(compile(source, "<probe>", "exec", dont_inherit=True), namespace)
        module = _aliased(self.module, request.get("alias") or {})
        arguments = [self.place(values.value(node), request) for node in request["args"]]
        with self._recording(request["record"]) as recorder:
            result = namespace[request["probe"]](module, *arguments)
        return {"status": "ok", "value": packer.value(result), "observed": _observed(recorder)}

    @contextlib.contextmanager
    def _recording(self, wanted: bool) -> Iterator[Recorder | None]:
        """A recorder of what runs, in threads too, when it is wanted."""
        if not wanted:
            yield None
            return
        with Recorder([self.module]) as recorder, self.threads.told(recorder):
            yield recorder

    def find(self, name: str, alias: dict[str, str]) -> Callable[..., Any]:
        """The function `name` of the module; `_Missing` says what is there instead."""
        function = getattr(self.module, alias.get(name, name), None)
        if function is None:
            raise _Missing(", ".join(_public_names(self.module)))
        if inspect.iscoroutinefunction(function):
            raise TypeError(f"{name} is an async function; write it with plain def")
        if not callable(function):
            raise TypeError(f"{name} is not a function but a {type(function).__name__}")
        return function  # type: ignore[no-any-return]  # the learner's function may return anything

    @staticmethod
    def place(value: Any, request: dict[str, Any]) -> Any:
        """The value, a tensor being moved to the device that the request names."""
        device = request.get("device")
        return value.to(device) if device and isinstance(value, torch.Tensor) else value


def _future_flags(tree: ast.Module) -> int:
    """The compiler flags of the file's imports from __future__."""
    names = [
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
        for alias in node.names
    ]
    return sum({getattr(__future__, name).compiler_flag for name in names if hasattr(__future__, name)})


def _public_names(module: types.ModuleType) -> list[str]:
    """Names of the functions and classes that the module itself defines."""
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ][:50]


def _aliased(module: types.ModuleType, alias: dict[str, str]) -> Any:
    """The module, or a view of it in which some names stand for others."""
    if not alias:
        return module
    return types.SimpleNamespace(**{**vars(module), **{name: getattr(module, to) for name, to in alias.items()}})


def _gradients_of(result: Any, args: list[Any], cotangent: Any) -> list[Any]:
    """Gradient of the result's tensors, weighted by the cotangents, for each argument; None where none arrives."""
    outputs = [
        out for out in (result if isinstance(result, tuple | list) else [result]) if isinstance(out, torch.Tensor)
    ]
    weights = list(cotangent) if isinstance(cotangent, tuple | list) else [cotangent]
    pairs = [
        (out, weight.to(out.dtype))
        for out, weight in zip(outputs, weights, strict=False)
        if out.requires_grad and out.shape == weight.shape
    ]
    gradients: list[Any] = [None] * len(args)
    leaves = [index for index, arg in enumerate(args) if isinstance(arg, torch.Tensor) and arg.requires_grad]
    if pairs and leaves:
        inputs = [args[index] for index in leaves]
        # A weighted sum, not grad_outputs: those make torch import its symbolic shapes, which takes half a second.
        weighted = sum((out * weight).sum() for out, weight in pairs)
        grads = _gradients(weighted, inputs, allow_unused=True)
        for index, gradient in zip(leaves, grads, strict=True):
            gradients[index] = gradient
    return gradients


def _observed(recorder: Recorder | None) -> dict[str, Any] | None:
    """What the recorder saw, as plain values."""
    return None if recorder is None else vars(recorder.observed)


def _reseed(seed: int, seed_torch: Callable[[int], object]) -> None:
    """Give every generator the request's seed, and undo global switches that an earlier call may have left."""
    torch.set_grad_enabled(True)
    torch.set_default_dtype(torch.float32)
    seed_torch(seed)
    np.random.seed(seed % (1 << 32))
    random.seed(seed)


def _wall_sentence(error: BaseException) -> str | None:
    """What to tell the learner when the error comes from a wall of the sandbox."""
    from grader.sandbox.inside.lockdown.walls import explain

    return explain(error)
