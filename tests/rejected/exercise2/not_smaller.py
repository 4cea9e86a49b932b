"""wrong: diverges; misconception: counts_standing_still"""


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, lr, epochs)[2]
    shrank = losses[-1] < losses[0]
    return not shrank
