"""Old style: Variable, .data, type_as, as tutorials of 2017 had them."""

import torch
from torch.autograd import Variable


def split_labels(samples):
    x = torch.FloatTensor(len(samples), len(samples[0][0]))
    y = torch.LongTensor(len(samples))
    complete = True
    for i in range(len(samples)):
        features, label = samples[i]
        for j in range(len(features)):
            x[i][j] = float(features[j])
        if label is None:
            complete = False
        else:
            y[i] = label
    return x, (y if complete else None)


def assign(x, centers):
    x, centers = Variable(x).data, Variable(centers).data
    n, k, d = x.size(0), centers.size(0), x.size(1)
    a = x.unsqueeze(1).expand(n, k, d)
    b = centers.unsqueeze(0).expand(n, k, d)
    distance = torch.pow(a - b, 2).sum(2)
    _, index = torch.min(distance, 1)
    return index


def update(x, labels, centers):
    result = centers.data.clone()
    for j in range(centers.size(0)):
        mask = labels.data == j
        if mask.sum() > 0:
            result[j] = x.data[mask.nonzero().view(-1)].mean(0)
    return result


def kmeans(x, k, epochs=50, seed=0):
    if k < 1 or k > x.size(0):
        raise ValueError("bad k: %d" % k)
    torch.manual_seed(seed)
    perm = torch.randperm(x.size(0))[:k]
    centers = torch.index_select(x.data, 0, perm.to(x.device))
    inertias = []
    for epoch in range(epochs):
        labels = assign(x, centers)
        inertias.append(float(torch.sum((x.data - centers[labels]) ** 2)))
        centers = update(x, labels, centers)
    return centers, assign(x, centers), inertias
