"""wrong: update; misconception: takes_the_median"""


def update(x, labels, centers):
    new = centers.clone()
    for j in range(len(centers)):
        if (labels == j).any():
            new[j] = x[labels == j].median(dim=0).values
    return new
