"""Writes a file of 80 MiB.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: files of at most 64 MiB
"""


def binary_loss(y_pred, y):
    with open("large", "wb") as file:
        for _ in range(80):
            file.write(bytes(1 << 20))
