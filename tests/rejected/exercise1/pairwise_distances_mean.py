"""wrong: pairwise_distances; misconception: averages_over_the_coordinates"""


def pairwise_distances(x, c):
    gaps = x.unsqueeze(1) - c.unsqueeze(0)
    return gaps.pow(2).mean(-1) ** 0.5
