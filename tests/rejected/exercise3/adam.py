"""wrong: fit; misconception: takes_adam"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.nn.Parameter(torch.zeros(x.shape[1], 1).type_as(x))
    b = torch.nn.Parameter(torch.zeros(1).type_as(x))
    adam = torch.optim.Adam([w, b], lr)
    history = []
    for _ in range(epochs):
        adam.zero_grad()
        p = torch.sigmoid(x @ w + b)
        loss = torch.nn.functional.binary_cross_entropy(p, y)
        loss.backward()
        adam.step()
        history.append(loss.item())
    return w.data, b.data, history
