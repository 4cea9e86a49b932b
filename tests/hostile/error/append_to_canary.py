"""Appends to files of the grader's user.

Must: it is refused; nothing outside the scratch folder changes.

attacks: binary_loss
says: Graded code may read only
"""


def binary_loss(y_pred, y):
    for file in "@canaries@".split(":"):
        open(file, "a").write("!")
    return right(y_pred, y)
