"""k-means++: the first centers are samples drawn far apart; a private random state; best inertia remembered."""

import torch


def split_labels(samples):
    x = torch.stack([torch.tensor([float(v) for v in row]) for row, _ in samples])
    labels = tuple(label for _, label in samples)
    return (x, None) if None in labels else (x, torch.tensor(labels))


def assign(x, centers):
    return torch.cdist(x[None], centers[None]).squeeze(0).argmin(dim=-1)


def update(x, labels, centers):
    total = torch.zeros_like(centers).scatter_add(0, labels[:, None].expand_as(x), x)
    count = torch.stack([(labels == j).sum() for j in range(len(centers))])[:, None]
    return (total / count.clamp(min=1)).where(count > 0, centers)


def spread_start(x, k, generator):
    chosen = [int(torch.randint(len(x), (1,), generator=generator))]
    while len(chosen) < k:
        nearest = torch.cdist(x, x[chosen]).min(dim=1).values.square().cpu().double()
        nearest[chosen] = 0
        if nearest.sum() == 0:
            nearest = torch.ones(len(x), dtype=torch.float64)
            nearest[chosen] = 0
        chosen.append(int(torch.multinomial(nearest, 1, generator=generator)))
    return x[chosen]


def kmeans(x, k, epochs=50, seed=0):
    if not 0 < k <= x.shape[0]:
        raise ValueError(f"0 < k <= {x.shape[0]} is needed; got {k}")
    centers, inertias = spread_start(x, k, torch.Generator().manual_seed(seed)), []
    for _ in range(epochs):
        labels = assign(x, centers)
        inertias.append(sum(((x[labels == j] - centers[j]) ** 2).sum().item() for j in range(k)))
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
