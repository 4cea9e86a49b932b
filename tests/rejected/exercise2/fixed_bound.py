"""wrong: diverges; misconception: has_a_bound_of_its_own"""

import math


def diverges(x, y, lr, epochs=100):
    last = fit_line(x, y, lr, epochs)[2][-1]
    return not math.isfinite(last) or last > 1000
