"""Makes files until no name is left (here: up to 12,000).

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: scratch folder of graded code is full
needs: scratch quota
"""


def binary_loss(y_pred, y):
    for number in range(12_000):
        open(str(number), "w").close()
