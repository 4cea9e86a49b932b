"""The order in which checks run: what is independent comes in an order drawn from the seed, so that nothing hangs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.kit.check_run import Check
from grader.session.outline import Outline
from grader.session.seeds import request_seed


def drawn_order(
    checks: Sequence[Check], seed: int, outline: Outline, first: frozenset[str] = frozenset()
) -> Sequence[Check]:
    """The checks, function by function; functions in an order that follows from the seed, after those in `first`.

    A function comes after those that it calls, so that callers can wait for it, and after those whose checks its own
    checks come after. The checks of one function stay in the course's order.
    """
    before = needed(checks, outline)
    urgent = with_needed(first, before)
    by_function: dict[str, list[Check]] = {}
    for check in checks:
        by_function.setdefault(check.spec.function, []).append(check)
    ordered: list[Check] = []
    while by_function:
        ready = [function for function in by_function if not before[function] & by_function.keys()]
        # Functions that need each other in a circle stay as the course has them.
        chosen = min(
            ready,
            key=lambda name: (name not in urgent, request_seed("order", seed, name)),
            default=next(iter(by_function)),
        )
        ordered += by_function.pop(chosen)
    return ordered


def with_needed(functions: frozenset[str], before: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The functions and all that come before them."""
    reached: set[str] = set()
    waiting = [function for function in functions if function in before]
    while waiting:
        function = waiting.pop()
        reached.add(function)
        waiting += before[function] - reached
    return frozenset(reached)


def needed(checks: Sequence[Check], outline: Outline) -> Mapping[str, frozenset[str]]:
    """For each function that has checks, the functions whose checks come first."""
    by_function: dict[str, list[Check]] = {}
    for check in checks:
        by_function.setdefault(check.spec.function, []).append(check)
    return {function: frozenset(_needed(function, by_function, outline)) for function in by_function}


def _needed(function: str, by_function: Mapping[str, Sequence[Check]], outline: Outline) -> set[str]:
    """Functions whose checks come first."""
    owner = {check.name: name for name, checks in by_function.items() for check in checks}
    listed = {owner[name] for check in by_function[function] for name in check.spec.after if name in owner}
    called = {name for name in by_function if outline.uses(function, name) and not outline.uses(name, function)}
    return (listed | called) - {function}
