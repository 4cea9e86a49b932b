"""Takes its answer out of uninitialised tensors, where a reference may have lain.

Must: what lies there is not the answer.

attacks: binary_loss
"""

import torch


def binary_loss(y_pred, y):
    blocks = [torch.empty(()) for _ in range(2000)]
    likely = [block for block in blocks if 0.05 < float(block) < 20]
    return (likely or blocks)[0] + 0 * y_pred.sum()
