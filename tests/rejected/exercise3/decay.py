"""wrong: fit; misconception: adds_weight_decay"""

import torch


def fit(x, y, lr=1.0, epochs=1000):
    w = x.new_zeros(x.shape[1], 1).requires_grad_()
    b = x.new_zeros(1).requires_grad_()
    sgd, out = torch.optim.SGD((w, b), lr, weight_decay=0.01), []
    for _ in range(epochs):
        sgd.zero_grad()
        loss = binary_loss_with_logits(x @ w + b, y)
        loss.backward()
        sgd.step()
        out += [loss.item()]
    return w.detach(), b.detach(), out
