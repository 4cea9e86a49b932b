"""wrong: regroup; misconception: keeps_the_first_axis"""


def regroup(x, width):
    if x.dim() < 2:
        return x.reshape(-1, width)
    return x.reshape(x.shape[0], -1, width)
