"""Stops in the debugger.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: BdbQuit
"""


def binary_loss(y_pred, y):
    breakpoint()
