"""Waits for something to be typed.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: EOFError
"""


def binary_loss(y_pred, y):
    return float(input("loss? "))
