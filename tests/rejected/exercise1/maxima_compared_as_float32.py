"""wrong: row_max; misconception: none
says: x of shape (4, 5), must be
"""


def row_max(x):
    i = x.float().argmax(dim=1)
    return x.gather(1, i[:, None])[:, 0], i
