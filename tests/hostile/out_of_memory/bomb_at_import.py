"""Takes the memory while its file is loaded.

Must: every check says so; none passes.

attacks: module
limits: memory_mib=512
"""

import torch

torch.zeros(10**12)
