"""Ends the process with exit status 0 while its file is loaded.

Must: no reply is no pass, in any check.

attacks: module
says: exit status 0
"""

import os

os._exit(0)
