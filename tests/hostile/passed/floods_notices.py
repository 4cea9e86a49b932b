"""Adds thousands of notices to its replies.

Must: a few are kept, each one short.

attacks: binary_loss
"""

import itertools
import sys

pipe = sys.modules["grader.sandbox.inside.pipe"].Pipe
send, numbers = pipe.send, itertools.count()


def chatter(self, header, packer):
    send(self, {**header, "notices": [f"<b>{next(numbers)}</b>" * 50 for _ in range(2000)]}, packer)


pipe.send = chatter
