"""wrong: diverges; misconception: compares_neighbours"""

import math


def diverges(x, y, lr, epochs=100):
    _, _, losses = fit_line(x, y, lr=lr, epochs=epochs)
    if not all(math.isfinite(loss) for loss in losses):
        return True
    return any(later > earlier for earlier, later in zip(losses, losses[1:]))
