"""wrong: add; misconception: adds_in_place"""


def add(x, y):
    x.add_(y)
    return x
