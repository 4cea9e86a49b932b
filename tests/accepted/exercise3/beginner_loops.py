"""Style: a beginner who goes through the samples one by one."""

import torch


def sigmoid(z):
    results = []
    for value in z.flatten():
        if value >= 0:
            results.append(1 / (1 + torch.exp(-value)))
        else:
            e = torch.exp(value)
            results.append(e / (1 + e))
    return torch.stack(results).reshape(z.shape)


def logistic_regression(x, w, b):
    rows = []
    for i in range(len(x)):
        score = b[0]
        for j in range(len(w)):
            score = score + x[i, j] * w[j, 0]
        rows.append(score)
    return sigmoid(torch.stack(rows).unsqueeze(1))


def binary_loss(y_pred, y):
    total = 0
    for i in range(len(y)):
        p = y_pred[i, 0]
        if y[i, 0] == 1:
            total = total - torch.log(torch.clamp(p, min=1e-12))
        else:
            total = total - torch.log(torch.clamp(1 - p, min=1e-12))
    return total / len(y)


def binary_loss_with_logits(logits, y):
    total = 0
    for i in range(len(y)):
        z = logits[i, 0]
        if z > 0:
            total = total + z - y[i, 0] * z + torch.log(1 + torch.exp(-z))
        else:
            total = total - y[i, 0] * z + torch.log(1 + torch.exp(z))
    return total / len(y)


def classify(x, w, b, threshold=0.5):
    p = logistic_regression(x, w, b)
    labels = torch.zeros(len(x), 1, dtype=x.dtype, device=x.device)
    for i in range(len(x)):
        if p[i, 0] >= threshold:
            labels[i, 0] = 1
    return labels


def accuracy(predicted, y):
    right = 0
    for i in range(len(y)):
        if predicted[i, 0].item() == y[i, 0].item():
            right += 1
    return right / len(y)


def fit(x, y, lr=1.0, epochs=1000):
    w = torch.zeros((x.shape[1], 1), dtype=x.dtype, device=x.device, requires_grad=True)
    b = torch.zeros((1,), dtype=x.dtype, device=x.device, requires_grad=True)
    optimizer = torch.optim.SGD([w, b], lr=lr)
    losses = []
    for epoch in range(epochs):
        z = torch.matmul(x, w) + b
        p = 1 / (1 + torch.exp(-z))
        loss = -torch.mean(y * torch.log(p.clamp(min=1e-12)) + (1 - y) * torch.log((1 - p).clamp(min=1e-12)))
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if epoch % 500 == 0:
            print("epoch", epoch, "loss", loss.item())
    return w, b, losses
