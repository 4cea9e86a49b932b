"""Returns a generator that would compute the answer later.

Must: it is judged by its numbers, of which there are none that are right.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    return (right(y_pred, y) for _ in range(1))
