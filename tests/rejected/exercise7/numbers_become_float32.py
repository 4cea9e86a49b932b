"""wrong: StaticGraph; misconception: none
says: must have dtype int64; got float32
"""

import torch

_Base = StaticGraph


class StaticGraph(_Base):
    def constant(self, value):
        return super().constant(
            torch.as_tensor(value, dtype=torch.float32)
            if not torch.is_tensor(value) or not value.is_floating_point()
            else value.detach()
        )
