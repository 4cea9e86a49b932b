"""Burns processor time in threads while the call itself sleeps.

Must: its time runs out, and only its own.

attacks: binary_loss
limits: cpu_s=1 wall_s=8
"""

import threading
import time


def burn():
    while True:
        sum(range(1000))


def binary_loss(y_pred, y):
    for _ in range(4):
        threading.Thread(target=burn, daemon=True).start()
    time.sleep(600)
    return right(y_pred, y)
