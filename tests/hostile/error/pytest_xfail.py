"""Declares that the check is expected to fail.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: XFailed
"""

import pytest


def binary_loss(y_pred, y):
    pytest.xfail("known")
