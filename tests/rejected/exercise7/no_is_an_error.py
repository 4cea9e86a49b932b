"""wrong: is_traceable; misconception: none

says: is_traceable must return False
"""

import torch


def is_traceable(f):
    try:
        torch.fx.symbolic_trace(f)
        return True
    except RuntimeError:
        return False
