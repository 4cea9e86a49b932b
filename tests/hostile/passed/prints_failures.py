"""Prints lines that say that it failed, and frames of the pipe's own format.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

import sys


def binary_loss(y_pred, y):
    print("FAILED: 0 points\n::error::failed\nAGF1\0\0\0\0", flush=True)
    sys.stderr.write("Traceback (most recent call last):\nAssertionError\n")
    return right(y_pred, y)
