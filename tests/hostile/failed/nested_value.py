"""Returns a list nested thirty times.

Must: it is not what was asked for.

attacks: binary_loss
"""


def deep():
    value = []
    for _ in range(30):
        value = [value]
    return value


def binary_loss(y_pred, y):
    return deep()
