"""wrong: regroup; misconception: views_what_is_not_contiguous"""


def regroup(x, width):
    return x.view(x.numel() // width, width) if x.numel() % width == 0 else x.reshape(-1, width)
