"""wrong: fit_classifier; misconception: forgets_to_clear_gradients"""

import torch


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    optimizer.zero_grad()
    losses = []
    for _ in range(epochs):
        loss = torch.nn.BCEWithLogitsLoss()(net(x), y)
        loss.backward()
        losses.append(loss.item())
        optimizer.step()
    return losses
