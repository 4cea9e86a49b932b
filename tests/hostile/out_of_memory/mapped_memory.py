"""Maps memory past Python's own allocator (here: 1 GiB, untouched).

Must: it is refused, and reported as memory.

attacks: binary_loss
limits: memory_mib=512
"""

import mmap


def binary_loss(y_pred, y):
    mmap.mmap(-1, 1 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return right(y_pred, y)
