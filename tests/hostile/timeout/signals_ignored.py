"""Ignores every signal that it may, and loops.

Must: its time runs out, and only its own.

attacks: binary_loss
limits: cpu_s=1 wall_s=8
"""

import signal

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)


def binary_loss(y_pred, y):
    while True:
        pass
