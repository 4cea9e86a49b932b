"""Closes its output and its input.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

import os

for number in (0, 1, 2):
    os.close(number)
