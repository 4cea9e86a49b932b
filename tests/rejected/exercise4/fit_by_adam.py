"""wrong: fit_classifier; misconception: steps_with_adam"""

import torch
import torch.nn.functional as F


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    adam = torch.optim.Adam(params=list(net.parameters()), lr=lr)
    history = []
    while len(history) < epochs:
        adam.zero_grad()
        error = F.binary_cross_entropy_with_logits(net(x), y)
        error.backward()
        adam.step()
        history.append(float(error))
    return history
