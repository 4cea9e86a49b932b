"""Terse research code: one-liners, functional calls, gradients through torch.autograd.grad."""

import functools
import operator

import torch
import torch.nn.functional as F
from torch import nn

relu = lambda x: F.threshold(x, 0.0, 0.0)  # noqa: E731 the style under test
tanh = lambda x: 1 - 2 * torch.sigmoid(-2 * x)  # noqa: E731
selu = lambda x: F.celu(x, 1.0).where(x > 0, 1.6732632423543772 * x.clamp_max(0).expm1()) * 1.0507009873554805  # noqa: E731


def collapse_linear(w1, b1, w2, b2):
    return F.linear(w1.t(), w2).t(), F.linear(b1, w2, b2)


def make_sequential(*sizes):
    body = [module for d, k in zip(sizes, sizes[1:]) for module in (nn.Linear(d, k), nn.Tanh())]
    return nn.Sequential(*body[:-1])


class ModuleNet(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        for number, module in enumerate(make_sequential(*sizes), start=1):
            self.add_module(f"layer{number}", module)

    def forward(self, x):
        return functools.reduce(lambda value, layer: layer(value), self.children(), x)


def count_parameters(net):
    return functools.reduce(operator.add, (p.numel() for p in set(net.parameters()) if p.requires_grad), 0)


def copy_sequential(sequential, module):
    values = nn.utils.parameters_to_vector(sequential.parameters()).detach()
    pointer = 0
    for p in (*module.layer1.parameters(), *module.layer3.parameters()):
        p.data.copy_(values[pointer : (pointer := pointer + p.numel())].view_as(p))


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    params = [p for p in net.parameters() if p.requires_grad]
    optimizer, losses = torch.optim.SGD([{"params": [p]} for p in params], lr=lr, foreach=False), []
    for _ in range(epochs):
        loss = -(y * F.logsigmoid(net(x)) + (1 - y) * F.logsigmoid(-net(x))).mean()
        for p, g in zip(params, torch.autograd.grad(loss, params)):
            p.grad = g
        losses.append(loss.item())
        optimizer.step()
    return losses
