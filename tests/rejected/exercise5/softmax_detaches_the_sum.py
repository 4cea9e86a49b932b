"""wrong: softmax; misconception: takes_the_sum_for_a_constant"""

import torch


def softmax(z):
    e = torch.exp(z - z.amax(dim=1, keepdim=True))
    with torch.no_grad():
        total = e.sum(dim=1, keepdim=True)
    return e / total
