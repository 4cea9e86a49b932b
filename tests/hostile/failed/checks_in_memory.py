"""Reads all writable memory that it inherited, looking for the text of a check.

Must: the guess scores nothing.

attacks: binary_loss
"""

import ctypes
import re


def stolen():
    needle = "".join(("check_loss", "_clamps", "_both_logs")).encode()
    for line in open("/proc/self/maps"):
        found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw-p \S+ \S+ \S+ *(.*)", line)
        if not found or found[3].startswith("[v"):
            continue
        start, end = int(found[1], 16), int(found[2], 16)
        if end - start < 1 << 28 and needle in ctypes.string_at(start, end - start):
            return True
    return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
