"""wrong: fit_line; misconception: lets_torch_descend"""

import torch


def fit_line(x, y, lr=0.1, epochs=200):
    w = torch.nn.Parameter(x.new_zeros(x.shape[1], 1))
    b = torch.nn.Parameter(x.new_zeros(1))
    sgd = torch.optim.SGD([{"params": [w]}, {"params": [b]}], lr)
    history = []
    for _ in range(epochs):
        loss = torch.nn.functional.mse_loss(torch.addmm(b, x, w), y)
        history.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return w.data, b.data, history
