"""Raises what Ctrl-C raises, to stop the whole grader.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: KeyboardInterrupt
"""


def binary_loss(y_pred, y):
    raise KeyboardInterrupt
