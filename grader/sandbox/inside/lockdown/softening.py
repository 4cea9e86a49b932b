"""Makes what needs more than a locked worker has work all the same, with a notice instead of an error.

Several processes become one, pinned memory plain memory, and compiled functions run uncompiled: the values are the same. A
stand-in keeps the type of what it stands for: a class can be subclassed, a decorator decorates.
"""

from __future__ import annotations

import functools
import inspect
import sys
from typing import Any

_LOADER_NOTICE = (
    "DataLoader(num_workers={count}) was run with num_workers=0: graded code cannot start processes. "
    "The batches are the same; on your own machine workers can make loading faster."
)
_EXECUTOR_NOTICE = (
    "ProcessPoolExecutor was run with threads: graded code cannot start processes. The results are the same."
)
_PINNED_NOTICE = (
    "DataLoader(pin_memory=True) was run without pinning: it only speeds up copies to a CUDA device, and here is none. "
    "The batches are the same."
)
_COMPILE_NOTICE = (
    "torch.compile was left out: it starts a compiler, and graded code cannot start programs. The function runs "
    "uncompiled; its values are the same."
)
# Arguments of DataLoader that are refused, or mean nothing, without worker processes.
_FOR_WORKERS = ("prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout", "worker_init_fn")


class _Notices(list[str]):
    """Sentences for the learner; each is added once, even when the list was emptied in between."""

    def __init__(self) -> None:
        """No sentence yet."""
        super().__init__()
        self.said: set[str] = set()

    def say(self, sentence: str) -> None:
        """Add a sentence unless it has been said."""
        if sentence not in self.said:
            self.said.add(sentence)
            self.append(sentence)


def soften(pinning: bool = False) -> list[str]:
    """Patch DataLoader and torch.compile, if torch is imported, and ProcessPoolExecutor.

    Args:
        pinning: whether a device is present for which memory can be pinned.

    Returns:
        A list that grows: one sentence for each thing that fell back, said once each. The caller may empty it.
    """
    notices = _Notices()
    data = sys.modules.get("torch.utils.data")
    if data is not None:
        _soften_loader(data.DataLoader, notices, pinning)
    torch = sys.modules.get("torch")
    if torch is not None:
        _soften_compile(torch, notices)
    _soften_executor(notices)
    return notices


def _soften_loader(loader: Any, notices: _Notices, pinning: bool) -> None:
    """num_workers becomes 0, and pin_memory False where there is nothing to pin for."""
    original = loader.__init__
    signature = inspect.signature(original)

    @functools.wraps(original)
    def init(*args: Any, **kwargs: Any) -> None:
        given = signature.bind(*args, **kwargs).arguments
        count = given.get("num_workers", 0)
        if isinstance(count, int) and count > 0:
            notices.say(_LOADER_NOTICE.format(count=count))
            given["num_workers"] = 0
            for name in _FOR_WORKERS:
                given.pop(name, None)
        if given.get("pin_memory") and not pinning:
            notices.say(_PINNED_NOTICE)
            given["pin_memory"] = False
        bound = inspect.BoundArguments(signature, given)
        original(*bound.args, **bound.kwargs)

    loader.__init__ = init


def _soften_compile(torch: Any, notices: _Notices) -> None:
    """A compiled function is the function itself, a compiled module the module."""

    @functools.wraps(torch.compile)
    def compile_nothing(model: Any = None, **options: Any) -> Any:
        if model is None:
            return functools.partial(compile_nothing, **options)
        notices.say(_COMPILE_NOTICE)
        return model

    def compile_in_place(self: Any, *args: Any, **options: Any) -> None:
        notices.say(_COMPILE_NOTICE)

    torch.compile = compile_nothing
    torch.nn.Module.compile = compile_in_place


def _soften_executor(notices: _Notices) -> None:
    """An executor with processes becomes one with threads."""
    import concurrent.futures.process
    import concurrent.futures.thread

    class ProcessPoolExecutor(concurrent.futures.thread.ThreadPoolExecutor):
        """Threads under the name of processes."""

        def __init__(
            self,
            max_workers: int | None = None,
            mp_context: Any = None,
            initializer: Any = None,
            initargs: Any = (),
            **options: Any,
        ) -> None:
            notices.say(_EXECUTOR_NOTICE)
            super().__init__(max_workers or 1, "", initializer, initargs)

    for module in (concurrent.futures, concurrent.futures.process):
        module.ProcessPoolExecutor = ProcessPoolExecutor  # type: ignore[attr-defined]  # stands in for the class
