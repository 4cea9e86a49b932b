"""wrong: swap_first_axes; misconception: none

says: number of dimensions in the tensor input does not match
"""


def swap_first_axes(x):
    return x.permute(1, 0)
