"""wrong: diverges; misconception: answers_the_other_way_round"""

import math


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, lr, epochs)[2]
    return math.isfinite(losses[-1]) and losses[-1] <= losses[0]
