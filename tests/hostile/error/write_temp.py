"""Writes into the machine's temporary folder.

Must: it is refused; nothing outside the scratch folder changes.

attacks: binary_loss
says: Graded code may read only
"""


def binary_loss(y_pred, y):
    open("/tmp/hostile-file", "w").close()
    return right(y_pred, y)
