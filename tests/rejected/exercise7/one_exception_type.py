"""wrong: is_traceable; misconception: expects_trace_errors_only"""

from torch.fx import Tracer
from torch.fx.proxy import TraceError


def is_traceable(f):
    try:
        Tracer().trace(f)
        return True
    except TraceError:
        return False
