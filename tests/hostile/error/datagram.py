"""Sends a datagram.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code has no network
"""

import socket


def binary_loss(y_pred, y):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))
    return right(y_pred, y)
