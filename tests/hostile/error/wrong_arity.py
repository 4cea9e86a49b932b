"""Takes one argument too few.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: TypeError
"""


def binary_loss(y_pred):
    return y_pred
