"""wrong: assign; misconception: none
says: The result must be
"""


def assign(x, centers):
    return (
        (x[:, None] - centers).abs().sum(2).argmin(1)
        if x.shape[1] > 4
        else ((x[:, None] - centers) ** 2).sum(2).argmin(1)
    )
