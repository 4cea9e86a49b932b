"""wrong: regroup; misconception: none

says: must raise RuntimeError here
"""


def regroup(x, width):
    if x.numel() % width:
        raise ValueError("width does not divide the number of elements")
    return x.reshape(-1, width)
