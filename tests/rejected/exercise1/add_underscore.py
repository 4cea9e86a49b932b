"""wrong: add; misconception: adds_in_place"""


def add(x, y):
    return x.add_(y)
