"""Listens on an abstract socket, for another worker to call.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code has no network
"""

import socket


def binary_loss(y_pred, y):
    socket.socket(socket.AF_UNIX).bind("\0hostile")
    return right(y_pred, y)
