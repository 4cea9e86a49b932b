"""wrong: assign; misconception: gives_ties_to_the_last"""

import torch


def assign(x, centers):
    best = torch.zeros(len(x), dtype=torch.int64, device=x.device)
    smallest = ((x - centers[0]) ** 2).sum(1)
    for j in range(1, len(centers)):
        distance = ((x - centers[j]) ** 2).sum(1)
        best = torch.where(distance <= smallest, torch.full_like(best, j), best)
        smallest = torch.minimum(distance, smallest)
    return best
