"""wrong: row_max; misconception: finds_every_column_of_the_largest"""


def row_max(x):
    values = x.max(dim=1).values
    indices = (x == values[:, None]).nonzero()[:, 1]
    return values, indices
