"""Makes a second name for a file, inside the scratch folder.

Must: it is refused; nothing outside the scratch folder changes.

attacks: binary_loss
says: Error
"""

import os


def binary_loss(y_pred, y):
    for file in "@canaries@".split(":"):
        os.link(file, "second-name")
    return right(y_pred, y)
