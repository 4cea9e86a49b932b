"""wrong: is_traceable; misconception: none
says: must return True for x itself
"""

import torch


def is_traceable(f):
    try:
        g = torch.fx.symbolic_trace(f)
    except torch.fx.proxy.TraceError:
        return False
    except TypeError:
        return False
    return len(list(g.graph.nodes)) > 2
