"""Writes into /dev/shm.

Must: it is refused; nothing outside the scratch folder changes.

attacks: binary_loss
says: Graded code has no memory that processes share
"""


def binary_loss(y_pred, y):
    open("/dev/shm/hostile-file", "w").close()
    return right(y_pred, y)
