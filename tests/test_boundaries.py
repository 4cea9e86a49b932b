"""The schedule of sizes holds what it promises, and whole numbers are exact."""

from __future__ import annotations

import pytest
import torch

from grader.kit import Inputs, boundary_sizes


@pytest.mark.parametrize("axes", [1, 2, 3, 4])
def test_sizes_at_which_code_breaks_all_come(axes: int) -> None:
    """One, odd, one above a power of two, unequal; 0 where it is allowed and nowhere else."""
    sizes = list(boundary_sizes(axes, empty=(0,)))

    assert all(len(size) == axes for size in sizes)
    assert (1,) * axes in sizes
    assert {size[0] for size in sizes} >= {3, 9, 17}
    assert axes == 1 or all(len(set(size)) > 1 for size in sizes if size != (1,) * axes)
    assert [size for size in sizes if 0 in size] == [sizes[-1]]
    assert not any(0 in size for size in boundary_sizes(axes))


def test_no_sizes_are_known_for_other_numbers_of_axes() -> None:
    """Rather an error than no case at all."""
    with pytest.raises(ValueError, match="1 to 4 axes; got 5"):
        next(boundary_sizes(5))


def test_sums_of_whole_numbers_are_exact_in_every_order() -> None:
    """Products of them, too."""
    x, w = Inputs("whole", 1).whole(300, 17), Inputs("whole", 2).whole(17, 3)

    assert torch.equal(x.sum(0), x.flip(0).double().sum(0).float())
    assert torch.equal(x @ w, (x.double() @ w.double()).float())
    assert int(x.abs().max()) <= 8
