"""Asks a name server, through which bits would leave.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code has no network
"""

import socket


def binary_loss(y_pred, y):
    socket.getaddrinfo("example.org", 80)
    return right(y_pred, y)
