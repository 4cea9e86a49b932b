"""wrong: grow; misconception: refuses_only_zeros"""


def grow(x, limit):
    if x.eq(0).all():
        raise ValueError("zero")
    n = 0
    while (x**2).sum() ** 0.5 < limit:
        x, n = x * 2, n + 1
    return x, n
