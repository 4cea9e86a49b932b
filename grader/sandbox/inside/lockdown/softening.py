"""Makes what asks for several processes work in one, with a notice instead of an error."""

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


def soften() -> list[str]:
    """Patch DataLoader, if torch is imported, and ProcessPoolExecutor.

    Returns:
        A list that grows: one sentence for each thing that fell back, said once each. The caller may empty it.
    """
    notices = _Notices()
    data = sys.modules.get("torch.utils.data")
    if data is not None:
        _soften_loader(data.DataLoader, notices)
    _soften_executor(notices)
    return notices


def _soften_loader(loader: Any, notices: _Notices) -> None:
    """num_workers becomes 0."""
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
        bound = inspect.BoundArguments(signature, given)
        original(*bound.args, **bound.kwargs)

    loader.__init__ = init


def _soften_executor(notices: _Notices) -> None:
    """An executor with processes becomes one with threads."""
    import concurrent.futures

    def executor(
        max_workers: int | None = None, mp_context: Any = None, initializer: Any = None, initargs: Any = (), **_: Any
    ) -> Any:
        notices.say(_EXECUTOR_NOTICE)
        return concurrent.futures.ThreadPoolExecutor(max_workers or 1, "", initializer, initargs)

    concurrent.futures.ProcessPoolExecutor = executor  # type: ignore[assignment,misc]  # stands in for the class
