"""Patches every clock of Python's.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

import time

time.time = time.monotonic = time.perf_counter = time.sleep = lambda *args: 0.0
