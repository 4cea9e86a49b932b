"""wrong: diverges; misconception: none
says: at 1.1 times the rate where descent turns, 2 epochs, must be True
"""

import math


def diverges(x, y, lr, epochs=100):
    losses = fit_line(x, y, lr, epochs)[2]
    return not math.isfinite(losses[-1]) or losses[-1] > 2 * losses[0]
