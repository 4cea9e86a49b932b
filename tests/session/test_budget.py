"""A submission's budget grows with its checks and ends."""

from __future__ import annotations

import pytest

from grader.sandbox.contract.limits import Limits
from grader.session.budget import Budget

EIGHT_CHECKS = [Limits(cpu_s=10, wall_s=80)] * 8


def announced(*limits: Limits) -> Budget:
    """The budget for checks with these limits."""
    budget = Budget()
    for each in limits:
        budget.allow(each)
    return budget


def test_it_is_one_full_limit_and_an_eighth_of_every_checks() -> None:
    """In seconds of both kinds."""
    budget = announced(*EIGHT_CHECKS)

    assert (budget.cpu_s, budget.wall_s) == (20, 160)


def test_the_largest_limit_fits_into_it_as_a_whole() -> None:
    """A check may use what it is given."""
    assert announced(Limits(cpu_s=1, wall_s=5), Limits(cpu_s=120, wall_s=600)).cpu_s > 120


@pytest.mark.parametrize(("cpu_s", "wall_s"), [(21, 30), (1, 161)], ids=["cpu", "wall"])
def test_it_is_spent_when_either_kind_of_time_is(cpu_s: float, wall_s: float) -> None:
    """Sleeping costs as well."""
    budget = announced(*EIGHT_CHECKS)
    budget.use(1, 1)
    assert not budget.is_spent
    budget.use(cpu_s, wall_s)
    assert budget.is_spent


def test_nothing_is_spent_before_a_check_was_announced() -> None:
    """A session may be used without any."""
    budget = Budget()
    budget.use(1000, 1000)

    assert not budget.is_spent


def test_replies_are_kept_while_there_is_room() -> None:
    """One that does not fit takes no room."""
    budget = Budget(replies_mib=1)

    assert budget.keep(1 << 19)
    assert not budget.keep(1 << 20)
    assert budget.keep(1 << 19)
    assert not budget.keep(1)
