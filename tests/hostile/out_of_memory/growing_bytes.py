"""Keeps byte strings until memory is full (here: up to 2 GiB, untouched).

Must: it is refused, and reported as memory.

attacks: binary_loss
limits: memory_mib=512
"""


def binary_loss(y_pred, y):
    kept = [bytearray(64 << 20) for _ in range(32)]
    return right(y_pred, y)
