"""wrong: diverges; misconception: ignores_the_rate_asked_for"""

import math


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, epochs=epochs)[2]
    return not math.isfinite(losses[-1]) or losses[-1] > losses[0]
