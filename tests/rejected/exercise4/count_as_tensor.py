"""wrong: count_parameters; misconception: returns_a_tensor"""

import torch


def count_parameters(net):
    count = torch.tensor(0)
    for p in net.parameters():
        if p.requires_grad:
            count = count + p.numel()
    return count
