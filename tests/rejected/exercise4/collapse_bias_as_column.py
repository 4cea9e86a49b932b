"""wrong: collapse_linear; misconception: leaves_the_bias_a_column"""


def collapse_linear(w1, b1, w2, b2):
    bias = w2 @ b1.unsqueeze(1) + b2.unsqueeze(1)
    return w2 @ w1, bias
