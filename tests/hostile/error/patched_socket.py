"""Patches the worker's socket so that replies are lost and the process ends well.

Must: silence is no pass.

attacks: binary_loss
says: ended the whole Python process
"""

import os
import sys

pipe = sys.modules["grader.sandbox.inside.pipe"].Pipe


def binary_loss(y_pred, y):
    pipe.send = lambda self, header, packer: os._exit(0)
    return right(y_pred, y)
