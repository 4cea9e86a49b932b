"""Misconceptions of exercise 1: what learners believe about the length of a vector."""

from grader.kit import misconception

BOTH = ("unit_has_length_one", "unit_keeps_long_vectors")


@misconception(replaces="unit", fails=BOTH)
def sums_the_sizes(x):
    """You divided by the sum of the sizes; the Euclidean norm is the root of the sum of the squares."""
    return x / x.abs().sum()


@misconception(replaces="unit", fails=BOTH)
def forgets_the_root(x):
    """You divided by the sum of the squares; the norm is the square root of it."""
    return x / (x * x).sum()
