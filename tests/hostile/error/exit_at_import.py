"""Ends the program with exit status 0 while its file is loaded.

Must: no check passes.

attacks: module
says: tried to end the program
"""

import sys

sys.exit(0)
