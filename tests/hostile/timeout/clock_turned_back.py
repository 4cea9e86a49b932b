"""Patches every clock of Python's to stand still, and loops.

Must: the checker has its own clock.

attacks: binary_loss
limits: cpu_s=1 wall_s=8
"""

import time

time.time = time.monotonic = time.perf_counter = time.process_time = lambda: 0.0


def binary_loss(y_pred, y):
    while True:
        pass
