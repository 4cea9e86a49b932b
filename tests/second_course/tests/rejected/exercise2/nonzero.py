"""wrong: count_positive; misconception: counts_every_entry_that_is_not_zero"""


def count_positive(x):
    return len(x.nonzero())
