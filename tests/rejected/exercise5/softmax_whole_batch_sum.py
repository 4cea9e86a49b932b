"""wrong: softmax; misconception: divides_by_the_sum_of_the_batch"""

import torch


def softmax(z):
    e = torch.exp(z - z.max(dim=1, keepdim=True).values)
    return e / e.sum()
