"""wrong: collapse_linear; misconception: adds_up_the_first_bias"""


def collapse_linear(w1, b1, w2, b2):
    return w2 @ w1, (w2 * b1).sum() + b2
