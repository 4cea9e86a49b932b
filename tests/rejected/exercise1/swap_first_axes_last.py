"""wrong: swap_first_axes; misconception: swaps_first_and_last"""


def swap_first_axes(x):
    return x.transpose(0, -1)
