"""wrong: is_traceable; misconception: runs_it_instead"""

import torch


def is_traceable(f):
    try:
        f(torch.full((3, 3), 0.5))
        return True
    except (RuntimeError, TypeError, ValueError):
        return False
