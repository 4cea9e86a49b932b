"""Warns on stderr, as libraries do.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

import warnings


def binary_loss(y_pred, y):
    warnings.warn("this will be removed", FutureWarning, stacklevel=1)
    return right(y_pred, y)
