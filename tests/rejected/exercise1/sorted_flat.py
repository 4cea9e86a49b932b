"""wrong: row_max; misconception: takes_the_smallest"""


def row_max(x):
    values, indices = x.sort(dim=1)
    return values[:, 0], indices[:, 0]
