"""wrong: pairwise_distances; misconception: measures_dot_products"""


def pairwise_distances(x, c):
    return x.mm(c.t())
