"""wrong: update; misconception: writes_into_the_centers"""


def update(x, labels, centers):
    for j, center in enumerate(centers):
        members = x[labels == j]
        if members.shape[0]:
            center.copy_(members.sum(dim=0) / members.shape[0])
    return centers
