"""Ends pytest with return code 0.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: Exit
"""

import pytest


def binary_loss(y_pred, y):
    pytest.exit("done", returncode=0)
