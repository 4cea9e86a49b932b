"""Overwrites a file through a link in the scratch folder.

Must: it is refused; nothing outside the scratch folder changes.

attacks: binary_loss
says: Graded code may read only
"""

import os


def binary_loss(y_pred, y):
    os.symlink("@canaries@".split(":")[0], "link")
    open("link", "w").close()
    return right(y_pred, y)
