"""wrong: unit; misconception: forgets_the_root"""


def unit(x):
    return x / x.dot(x)
