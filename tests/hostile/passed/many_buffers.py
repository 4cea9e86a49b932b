"""Adds a million empty buffers to the description of its replies.

Must: the reader takes it or leaves it; it takes no time and no memory.

attacks: binary_loss
"""

import sys

wire = sys.modules["grader.sandbox.contract.wire"]
pipe = sys.modules["grader.sandbox.inside.pipe"]


def padded(header, packer):
    packer.buffers += [b""] * 100_000
    return wire.frame(header, packer)


pipe.frame = padded
