"""Patches the worker's handler so that a probe, too, returns what the attacker wants: a value of another form.

Must: the check judges the form of what came; it does not break, and nothing is forged.

attacks: binary_loss
checks: fit_uses_sgd
says: must take its steps with torch.optim.SGD
"""

import sys

import torch

handler = sys.modules["grader.sandbox.inside.request_handler"].RequestHandler
honest = handler.run


def answer_in_another_form(self, request, values, packer):
    if request["probe"] != "optimizers_of_fit":
        return honest(self, request, values, packer)
    return {"status": "ok", "value": packer.value(torch.zeros(3))}


handler.run = answer_in_another_form
