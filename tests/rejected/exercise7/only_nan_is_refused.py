"""wrong: grow; misconception: lets_infinities_through"""


def grow(x, limit):
    if x.isnan().any() or x.abs().sum() == 0:
        raise ValueError("x is zero or not a number")
    count = 0
    while x.norm() < limit:
        x, count = x * 2, count + 1
    return x, count
