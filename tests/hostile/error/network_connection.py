"""Connects to a port of this machine.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code has no network
"""

import socket


def binary_loss(y_pred, y):
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    return right(y_pred, y)
