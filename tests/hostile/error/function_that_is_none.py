"""Puts a number where the function should be.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: TypeError
"""

binary_loss = 7
