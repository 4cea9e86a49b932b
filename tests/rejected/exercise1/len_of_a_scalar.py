"""wrong: drop_first_axis; misconception: none

says: len() of a 0-d tensor
"""


def drop_first_axis(x):
    if len(x) != 1:
        raise ValueError("first axis must be 1")
    return x.squeeze(0)
