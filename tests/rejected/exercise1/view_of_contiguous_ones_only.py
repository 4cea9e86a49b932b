"""wrong: swap_first_axes; misconception: none
says: must return a view
"""


def swap_first_axes(x):
    y = x.transpose(0, 1)
    return y if x.is_contiguous() else y.clone()
