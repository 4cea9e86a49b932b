"""Removes its own file while it is graded.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

import os

os.unlink(__file__)
