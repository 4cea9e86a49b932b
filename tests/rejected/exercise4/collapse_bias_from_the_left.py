"""wrong: collapse_linear; misconception: multiplies_the_bias_from_the_left"""


def collapse_linear(w1, b1, w2, b2):
    return w2 @ w1, b1 @ w2 + b2
