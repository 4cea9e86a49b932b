"""Leaves another default dtype and no gradients behind when it is loaded.

Must: the next request begins as any other.

attacks: binary_loss
"""

import torch

torch.set_default_dtype(torch.float64)
torch.set_grad_enabled(False)
