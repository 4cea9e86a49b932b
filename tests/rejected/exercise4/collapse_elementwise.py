"""wrong: collapse_linear; misconception: multiplies_all_entry_by_entry"""


def collapse_linear(w1, b1, w2, b2):
    return w2 * w1, w2 * b1 + b2
