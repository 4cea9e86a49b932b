"""wrong: diverges; misconception: compares_neighbours"""

import math


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, lr, epochs)[-1]
    before, after = losses[-2:]
    return math.isnan(after) or math.isinf(after) or after - before > 0
