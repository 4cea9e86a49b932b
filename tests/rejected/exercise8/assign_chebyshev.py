"""wrong: assign; misconception: takes_the_largest_difference"""


def assign(x, centers):
    return (x[:, None] - centers).abs().amax(dim=-1).min(dim=1)[1]
