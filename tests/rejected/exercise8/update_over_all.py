"""wrong: update; misconception: divides_by_all_samples"""


def update(x, labels, centers):
    new = centers.clone()
    for j in labels.unique():
        new[j] = (x * (labels == j).unsqueeze(1)).mean(dim=0)
    return new
