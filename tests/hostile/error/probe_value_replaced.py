"""Patches the worker's handler so that probes, too, return what the attacker wants: a value that breaks the check.

Must: it is an error of the submission; a check that breaks would cost nobody anything.

attacks: binary_loss
checks: fit_uses_sgd
says: not of a form that can be judged
"""

import sys

import torch

handler = sys.modules["grader.sandbox.inside.request_handler"].RequestHandler
handler.run = lambda self, request, values, packer: {"status": "ok", "value": packer.value(torch.zeros(3))}
