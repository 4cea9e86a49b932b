"""Notes what ran inside a `with` block: torch functions, the operators below them, and every way to use autograd.

Two of PyTorch's own modes listen. The function mode sees calls from Python ("softmax", "cross_entropy"); the dispatch
mode sees the operators that they end in ("_softmax"), also from TorchScript. Neither minds under which name a function
was imported, or when. Functions of other libraries are heard where they bear such a name (`heard_libraries`); threads through
`heard_threads`. Not seen: code that takes PyTorch's modes apart; what is noted here is reason to tell a learner something,
not proof against one who cheats.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Self

import torch
from torch.autograd.function import FunctionMeta
from torch.optim.optimizer import register_optimizer_step_pre_hook
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from grader.sandbox.contract.observed import Observed
from grader.sandbox.inside.heard_libraries import told_elsewhere

MAX_NAMES = 200
_MAX_NAME_LENGTH = 80
_current_node = torch._C._current_autograd_node


class Recorder:
    """`with Recorder() as recorder: ...`, then `recorder.observed`.

    Args:
        modules: where the learner's code may keep functions of other libraries under names of its own.
    """

    def __init__(self, modules: Sequence[Any] = ()) -> None:
        self._modules = modules
        self._functions: dict[str, None] = {}
        self._operators: dict[str, None] = {}
        self._engine_runs = 0
        self._dual_numbers = 0
        self._inside_backward = False
        self._custom_functions = 0
        self._optimizer_steps = 0
        self._listening = contextlib.ExitStack()

    @property
    def observed(self) -> Observed:
        """What was noted so far."""
        passes = self._engine_runs + self._dual_numbers
        return Observed(
            functions=tuple(self._functions),
            operators=tuple(self._operators),
            # TorchScript runs backward without asking Python's engine; its operators still belong to a graph's node.
            backward_passes=passes or int(self._inside_backward),
            custom_functions=self._custom_functions,
            optimizer_steps=self._optimizer_steps,
        )

    def __enter__(self) -> Self:
        """Start to listen."""
        listening = self._listening
        listening.enter_context(_counted_engine(self._note_engine))
        listening.enter_context(_counted_custom_functions(self._note_custom_function))
        hook = register_optimizer_step_pre_hook(self._note_optimizer_step)
        listening.callback(hook.remove)
        listening.enter_context(told_elsewhere(self._modules, self._note_elsewhere))
        listening.enter_context(FunctionListener(self.note_function))
        listening.enter_context(OperatorListener(self.note_operator))
        return self

    def __exit__(self, *error: object) -> None:
        """Stop to listen; what a later backward pass runs is not noted."""
        self._listening.close()

    def note_function(self, function: Any) -> None:
        """One call of a torch function."""
        name = _bare_name(function)
        _remember(self._functions, name)
        self._dual_numbers += name == "_make_dual"

    def note_operator(self, operator: Any, args: tuple[Any, ...]) -> None:
        """One call of an operator."""
        name = _bare_name(operator)
        _remember(self._operators, name)
        if name.rstrip("_") == "elu" and len(args) > 2 and args[2] != 1:
            # selu has no operator of its own: it is elu with a scale, which elu's own function cannot be given.
            _remember(self._operators, "selu")
        self._inside_backward = self._inside_backward or _current_node() is not None

    def _note_elsewhere(self, name: str) -> None:
        _remember(self._functions, name)

    def _note_engine(self) -> None:
        self._engine_runs += 1

    def _note_custom_function(self) -> None:
        self._custom_functions += 1

    def _note_optimizer_step(self, *step: Any) -> None:
        self._optimizer_steps += 1


class FunctionListener(TorchFunctionMode):
    """Tells of every torch function that Python calls."""

    def __init__(self, tell: Callable[[Any], None]) -> None:
        super().__init__()
        self.tell = tell

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Tell, then run the function unchanged."""
        self.tell(func)
        return func(*args, **(kwargs or {}))


class OperatorListener(TorchDispatchMode):  # type: ignore[no-untyped-call]  # PyTorch annotates nothing here
    """Tells of every operator that runs, with its positional arguments."""

    def __init__(self, tell: Callable[[Any, tuple[Any, ...]], None]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # likewise
        self.tell = tell

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Tell, then run the operator unchanged."""
        self.tell(func, args)
        return func(*args, **(kwargs or {}))


class _CountedEngine:
    """Autograd's engine, telling of each run: `backward`, `grad` and `torch.func` look it up when they need it."""

    def __init__(self, engine: Any, tell: Callable[[], None]) -> None:
        self.engine, self.tell = engine, tell

    def __getattr__(self, name: str) -> Any:
        """Everything else is the engine's."""
        return getattr(self.engine, name)

    def run_backward(self, *args: Any, **kwargs: Any) -> Any:
        """Tell, then run."""
        self.tell()
        return self.engine.run_backward(*args, **kwargs)


@contextlib.contextmanager
def _counted_engine(tell: Callable[[], None]) -> Iterator[None]:
    """Tell of each backward pass within the block."""
    variable: Any = torch.autograd.Variable
    engine = variable._execution_engine
    variable._execution_engine = _CountedEngine(engine, tell)
    try:
        yield
    finally:
        variable._execution_engine = engine


@contextlib.contextmanager
def _counted_custom_functions(tell: Callable[[], None]) -> Iterator[None]:
    """Tell of each forward pass of a custom Function within the block, of those defined there too.

    `apply` is often kept under another name (`square = Square.apply`), so it is `forward` that is watched.
    """
    metaclass: Any = FunctionMeta
    initialise = metaclass.__init__
    watched: list[tuple[Any, Any]] = []

    def watch(function_class: Any) -> None:
        if "forward" in vars(function_class) and not function_class.__module__.startswith("torch."):
            watched.append((function_class, vars(function_class)["forward"]))
            function_class.forward = _told_of(function_class.forward, tell)

    def initialise_watched(cls: Any, name: str, bases: Any, attributes: Any) -> None:
        initialise(cls, name, bases, attributes)
        watch(cls)

    for function_class in _subclasses_of(torch.autograd.Function):
        watch(function_class)
    metaclass.__init__ = initialise_watched
    try:
        yield
    finally:
        metaclass.__init__ = initialise
        for function_class, forward in watched:
            function_class.forward = forward


def _told_of(forward: Callable[..., Any], tell: Callable[[], None]) -> staticmethod[..., Any]:
    """The forward method, telling before it runs."""

    @functools.wraps(forward)
    def told(*args: Any, **kwargs: Any) -> Any:
        tell()
        return forward(*args, **kwargs)

    return staticmethod(told)


def _subclasses_of(parent: Any) -> Iterator[Any]:
    """Every class below `parent`."""
    for child in type.__subclasses__(parent):
        yield child
        yield from _subclasses_of(child)


def _bare_name(function: Any) -> str:
    """A function's or operator's name without namespace and overload; a property is named by the attribute."""
    name = str(getattr(function, "__name__", ""))
    if name in ("__get__", "__set__"):
        name = str(getattr(getattr(function, "__self__", None), "__name__", name))
    return name.partition(".")[0][:_MAX_NAME_LENGTH]


def _remember(names: dict[str, None], name: str) -> None:
    """Add the name, up to a limit: learners can make up names."""
    if name and len(names) < MAX_NAMES:
        names.setdefault(name)
