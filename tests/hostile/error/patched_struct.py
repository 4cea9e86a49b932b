"""Patches the packing of the worker's replies.

Must: what comes is no reply.

attacks: binary_loss
says: did not give a readable answer
"""

import struct
import sys

wire = sys.modules["grader.sandbox.contract.wire"]


class Bent(struct.Struct):
    def pack(self, *values):
        return super().pack(b"EVIL", *values[1:])


def binary_loss(y_pred, y):
    wire.PREFIX = Bent("<4sIQ")
    return right(y_pred, y)
