"""Removes the function under its name.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: defines no binary_loss
"""

del binary_loss
