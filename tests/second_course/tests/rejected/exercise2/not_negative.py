"""wrong: count_positive; misconception: counts_zeros"""


def count_positive(x):
    return x.numel() - int((x < 0).sum())
