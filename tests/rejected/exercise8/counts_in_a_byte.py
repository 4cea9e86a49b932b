"""wrong: update; misconception: none
says: The result must be
"""

import torch


def update(x, labels, centers):
    counts = (
        torch.bincount(labels.cpu().to(torch.uint8).long(), minlength=len(centers))
        .to(x.device)
        .to(torch.uint8)
        .to(x.dtype)
    )
    sums = torch.zeros_like(centers).index_add(0, labels, x)
    return torch.where(counts[:, None] > 0, sums / counts[:, None].clamp(min=1), centers)
