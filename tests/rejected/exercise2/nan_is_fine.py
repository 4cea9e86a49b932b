"""wrong: diverges; misconception: takes_nan_for_small"""


def diverges(x, y, lr, epochs=100):
    _, _, losses = fit_line(x, y, lr, epochs)
    return losses[0] < losses[-1]
