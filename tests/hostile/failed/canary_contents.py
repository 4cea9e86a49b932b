"""Reads files that the grader's user left in home, temp, shared memory and the checkout.

Must: the guess scores nothing.

attacks: binary_loss
"""


def stolen():
    for file in "@canaries@".split(":"):
        try:
            return open(file).read()
        except OSError:
            continue
    return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
