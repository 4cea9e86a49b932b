"""Patches os.write, os.read and print.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

import builtins
import os

os.write = os.read = lambda *args: 0
builtins.print = lambda *args, **kwargs: None
