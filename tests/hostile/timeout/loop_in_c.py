"""Loops inside C, where no signal handler of Python's runs.

Must: its time runs out, and only its own.

attacks: binary_loss
limits: cpu_s=1 wall_s=8
"""


def binary_loss(y_pred, y):
    return sum(iter(int, 1))
