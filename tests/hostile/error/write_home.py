"""Writes into the grader's home folder.

Must: it is refused; nothing outside the scratch folder changes.

attacks: binary_loss
says: Graded code may read only
"""


def binary_loss(y_pred, y):
    open("@home@/hostile-file", "w").close()
    return right(y_pred, y)
