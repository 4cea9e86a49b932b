"""Adds to the worker's first replies that it is locked in by nothing.

Must: the level was noted before anything of the learner's ran.

attacks: binary_loss
"""

import sys

pipe = sys.modules["grader.sandbox.inside.pipe"].Pipe
send = pipe.send


def boast(self, header, packer):
    send(self, {**header, "lockdown": {"level": "process", "on": ["<script>"], "missing": 5}}, packer)


pipe.send = boast
