"""Keeps byte strings until memory is full (here: up to 1 GiB, once).

Must: it is refused, and reported as memory.

attacks: binary_loss
limits: memory_mib=512
"""

kept = []


def binary_loss(y_pred, y):
    while len(kept) < 16:
        kept.append(bytearray(64 << 20))
    return right(y_pred, y)
