"""Skips the check with pytest's own exception.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: Skipped
"""

import pytest


def binary_loss(y_pred, y):
    pytest.skip("not today", allow_module_level=True)
