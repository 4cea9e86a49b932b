"""Fills the disk with files that are small enough (here: up to 320 MiB).

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: scratch folder of graded code is full
needs: scratch quota
"""


def binary_loss(y_pred, y):
    for number in range(80):
        with open(f"part{number}", "wb") as file:
            file.write(bytes(4 << 20))
