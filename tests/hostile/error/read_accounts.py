"""Reads the machine's list of users.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code may read only
"""


def binary_loss(y_pred, y):
    open("/etc/passwd").read()
    return right(y_pred, y)
