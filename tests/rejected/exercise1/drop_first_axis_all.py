"""wrong: drop_first_axis; misconception: squeezes_every_axis"""


def drop_first_axis(x):
    return x.reshape([size for size in x.shape if size != 1])
