"""Exercise 1: a vector of length one.

Dividing a vector by its Euclidean norm keeps its direction and forgets its length: unit(x) = x / ||x||.
"""

import torch


def unit(x: torch.Tensor) -> torch.Tensor:
    """x divided by its Euclidean norm.

    Args:
        x: 1-D, floating, not all zeros.

    Returns:
        x / ||x||; shape, dtype and device of x.
    """
    raise NotImplementedError("Exercise 1: write unit in exercises/exercise1.py")
