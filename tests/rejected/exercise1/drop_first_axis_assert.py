"""wrong: drop_first_axis; misconception: asserts_the_size"""


def drop_first_axis(x):
    assert x.dim() > 0, "there is no axis to drop"
    assert x.size(0) == 1, "the first axis must be 1"
    return x[0]
