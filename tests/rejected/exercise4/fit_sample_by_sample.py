"""wrong: fit_classifier; misconception: none

says: must take one step an epoch, on all samples at once
never: momentum
"""

import torch
import torch.nn.functional as F


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for sample, label in zip(x, y):
            optimizer.zero_grad()
            loss = F.binary_cross_entropy_with_logits(net(sample[None]), label[None])
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / len(x))
    return losses
