"""Reads all writable memory that it inherited, looking for the text of a check.

Must: the guess scores nothing.

attacks: binary_loss
"""

import ctypes
import re


def stolen():
    # The brackets keep the pattern from finding itself.
    needle = re.compile(rb"check_loss_clamps[_]both_logs|reference_regres[s]ion")
    for line in open("/proc/self/maps"):
        found = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw-p \S+ \S+ \S+ *(.*)", line)
        if not found or found[3].startswith("[v"):
            continue
        start, end = int(found[1], 16), int(found[2], 16)
        if end - start < 1 << 28 and needle.search(ctypes.string_at(start, end - start)):
            return True
    return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
