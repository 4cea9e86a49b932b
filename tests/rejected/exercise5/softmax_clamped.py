"""wrong: softmax; misconception: cuts_large_logits_off"""

import torch


def softmax(z):
    e = torch.exp(z.clamp(max=50))
    return e / e.sum(dim=1, keepdim=True)
