"""wrong: assign; misconception: adds_up_signed_differences"""


def assign(x, centers):
    gaps = x[:, None, :] - centers[None, :, :]
    return gaps.sum(-1).abs().argmin(1)
