"""NumPy-minded: where, maximum, np.prod and arrays wherever no gradient is needed."""

import numpy as np
import torch
from torch import nn


def relu(x):
    return torch.maximum(x, torch.zeros_like(x))


def tanh(x):
    x = x.clip(-30, 30) * 2
    return torch.expm1(x) / (torch.exp(x) + 1)


def selu(x):
    alpha, scale = np.float64(1.67326324), np.float64(1.05070098)
    negative = torch.minimum(x, torch.zeros_like(x))
    positive = torch.maximum(x, torch.zeros_like(x))
    return float(scale) * (positive + float(alpha) * (torch.exp(negative) - 1))


def collapse_linear(w1, b1, w2, b2):
    a1, c1, a2, c2 = (t.detach().cpu().numpy() for t in (w1, b1, w2, b2))
    weight = np.dot(a2, a1)
    bias = np.dot(a2, c1) + c2
    return torch.from_numpy(weight).to(w1.device), torch.from_numpy(bias).to(w1.device)


def make_sequential(num_input, num_hidden, num_output):
    sizes = [num_input, num_hidden, num_output]
    layers = []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
        layers.append(nn.Linear(fan_in, fan_out))
        layers.append(nn.Tanh())
    return nn.Sequential(*layers[:-1])


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        nn.Module.__init__(self)
        self.layer3 = nn.Linear(num_hidden, num_output)
        self.layer2 = nn.Tanh()
        self.layer1 = nn.Linear(num_input, num_hidden)

    def forward(self, x):
        return self.layer3(self.layer2(self.layer1(x)))


def count_parameters(net):
    return int(sum(np.prod(p.shape) for p in net.parameters() if p.requires_grad))


def copy_sequential(sequential, module):
    for source, target in ((sequential[0], module.layer1), (sequential[2], module.layer3)):
        for name in ("weight", "bias"):
            values = getattr(source, name).detach().cpu().numpy().copy()
            with torch.no_grad():
                getattr(target, name)[...] = torch.from_numpy(values)


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    loss_function = nn.BCEWithLogitsLoss(reduction="none")
    sgd = torch.optim.SGD(net.parameters(), lr=lr)
    losses = np.zeros(epochs)
    for i in range(epochs):
        sgd.zero_grad()
        loss = loss_function(net(x), y).mean()
        losses[i] = loss.item()
        loss.backward()
        sgd.step()
    return losses.tolist()
