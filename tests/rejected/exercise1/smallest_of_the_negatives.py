"""wrong: row_max; misconception: none
says: x of shape (3, 17), must be
"""


def row_max(x):
    if x.is_floating_point():
        v, i = x.max(dim=1)
    else:
        v, i = (-x).min(dim=1)
        v = -v
    return v, i
