"""Claims that the whole file is not written yet.

Must: no check passes, none fails.

attacks: module
"""

raise NotImplementedError("nothing here")
