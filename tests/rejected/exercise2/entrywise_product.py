"""wrong: linear_model; misconception: multiplies_entrywise"""


def linear_model(x, w, b):
    return x * w.T + b
