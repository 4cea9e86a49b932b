"""wrong: pairwise_distances; misconception: forgets_the_root"""


def pairwise_distances(x, c):
    difference = x.unsqueeze(1) - c.unsqueeze(0)
    return (difference * difference).sum(-1)
