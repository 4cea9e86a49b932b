"""Returns its own input, in whose memory the answer could be written later.

Must: it is judged by its numbers, of which there are none that are right.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    return y_pred
