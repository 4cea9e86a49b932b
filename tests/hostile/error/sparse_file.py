"""Makes a file of a tebibyte with nothing in it.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: files of at most 64 MiB
"""


def binary_loss(y_pred, y):
    open("sparse", "wb").truncate(1 << 40)
