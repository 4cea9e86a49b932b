"""wrong: is_traceable; misconception: says_nothing_where_it_works"""

import torch.fx


def is_traceable(f):
    try:
        torch.fx.symbolic_trace(f)
    except Exception:
        return False
