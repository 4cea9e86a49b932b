"""Exercise 2: counting what is positive.

A comparison gives a tensor of truth values, and truth values can be summed.
"""

import torch


def count_positive(x: torch.Tensor) -> int:
    """How many entries of x are above 0.

    Args:
        x: any shape, floating.

    Returns:
        The count, a Python int.
    """
    raise NotImplementedError("Exercise 2: write count_positive in exercises/exercise2.py")
