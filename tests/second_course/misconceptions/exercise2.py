"""Misconceptions of exercise 2: what learners believe about counting."""

from grader.kit import misconception


@misconception(replaces="count_positive", fails=("zero_is_not_positive",))
def counts_zeros(x):
    """You counted the zeros too: 0 is not above 0, so compare with > and not with >=."""
    return int((x >= 0).sum())


@misconception(replaces="count_positive", fails=("positive_entries_are_counted",))
def counts_every_entry_that_is_not_zero(x):
    """You counted the negative entries too: compare with 0, do not only ask whether an entry is 0."""
    return int((x != 0).sum())
