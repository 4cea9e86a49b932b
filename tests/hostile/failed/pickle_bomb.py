"""Returns an object that runs a program when it is unpickled.

Must: it is never pickled; nothing is run.

attacks: binary_loss
"""

import os


class Bomb:
    def __reduce__(self):
        return os.system, ("touch @temp@/hostile-unpickled",)


def binary_loss(y_pred, y):
    return Bomb()
