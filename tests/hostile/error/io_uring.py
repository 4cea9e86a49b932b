"""Sets up io_uring, which carries out calls past a filter.

Must: it is refused.

attacks: binary_loss
says: OSError|PermissionError
machine: x86_64
"""

import ctypes


def system_call(number, *args):
    """Past every library; raises what the kernel answers."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    if libc.syscall(ctypes.c_long(number), *(ctypes.c_ulong(arg) for arg in args)) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def binary_loss(y_pred, y):
    system_call(425, 1, 0)
    return right(y_pred, y)
