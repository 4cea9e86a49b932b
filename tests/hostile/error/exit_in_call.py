"""Ends the program with exit status 0.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: tried to end the program
"""

import sys


def binary_loss(y_pred, y):
    sys.exit(0)
