"""Sizes at which code breaks that is right elsewhere, for checks to go through.

One (an axis that squeeze() drops), odd and unequal (nothing divides, no product has a value the wrong way round), one above a
power of two (a last short batch or block), and, where the contract allows it, none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_SIZES = ((1, 1, 1, 1), (3, 5, 7, 9), (17, 1, 4, 3), (1, 9, 2, 5), (9, 17, 3, 2))
_FEW = (2, 3, 4, 5)


def boundary_sizes(axes: int, *, empty: Iterable[int] = ()) -> Iterator[tuple[int, ...]]:
    """Sizes of so many axes.

    Args:
        axes: how many, 1 to 4.
        empty: positions of axes that may be of size 0; each of them is, once.

    Raises:
        ValueError: there are more axes than that, or none.
    """
    if not 1 <= axes <= len(_FEW):
        raise ValueError(f"sizes are known for 1 to {len(_FEW)} axes; got {axes}.")
    yield from dict.fromkeys(sizes[:axes] for sizes in _SIZES)
    for position in empty:
        yield tuple(0 if axis == position else few for axis, few in enumerate(_FEW[:axes]))
