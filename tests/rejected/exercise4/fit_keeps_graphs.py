"""wrong: fit_classifier; misconception: keeps_losses_as_tensors"""

import torch
import torch.nn.functional as F


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        optimizer.zero_grad()
        loss = F.binary_cross_entropy_with_logits(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.data)
    return losses
