"""Patches the functions that a probe uses, so that it returns nothing.

Must: the check says that nothing usable came.

attacks: binary_loss
checks: fit_uses_sgd
says: fit raised TypeError|could not be used
"""

import sys

sys.modules["torch.optim.optimizer"].register_optimizer_step_pre_hook = None
