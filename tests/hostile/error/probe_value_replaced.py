"""Patches the worker's desk so that probes, too, return what the attacker wants: a value that breaks the check.

Must: it is an error of the submission; a check that breaks would cost nobody anything.

attacks: binary_loss
checks: fit_uses_sgd
says: not of a form that can be judged
"""

import sys

import torch

desk = sys.modules["grader.sandbox.inside.request_handler"].Desk
desk.run = lambda self, request, values, reporter: {"status": "ok", "value": reporter.value(torch.zeros(3))}
