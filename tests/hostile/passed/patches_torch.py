"""Patches comparisons, seeds and modes of torch in its own process.

Must: the right answer keeps its points, and nothing else happens.

attacks: binary_loss
"""

import torch

torch.allclose = torch.equal = lambda *args, **kwargs: False
torch.testing.assert_close = None
torch.manual_seed = lambda seed: None
torch.set_default_dtype = lambda dtype: None
torch.set_grad_enabled(False)
