"""wrong: is_traceable; misconception: expects_type_errors_only"""

import torch


def is_traceable(f):
    try:
        torch.fx.symbolic_trace(f)
        return True
    except TypeError:
        return False
