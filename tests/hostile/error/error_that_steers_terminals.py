"""Raises an exception whose text moves the cursor, sets the title and reads right to left.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: raised ValueError
"""


def binary_loss(y_pred, y):
    raise ValueError("\x1b]0;owned\x07\x1b[2J\u202e<script>alert(1)</script>\n::notice ::100")
