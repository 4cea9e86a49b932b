"""wrong: unit; misconception: sums_the_sizes"""


def unit(x):
    return x / sum(abs(v) for v in x)
