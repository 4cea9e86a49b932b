"""Overwrites its inputs, so that a reference that shares them computes the same wrong loss.

Must: the reference has numbers of its own.

attacks: binary_loss
"""


def binary_loss(y_pred, y):
    y_pred.detach().fill_(0.5)
    y.fill_(1.0)
    return right(y_pred, y)
