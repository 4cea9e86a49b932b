"""Beginner: explicit loops over single numbers, step by step."""

import math

import torch
import torch.nn as nn


def relu(x):
    flat = x.reshape(-1)
    results = []
    for i in range(len(flat)):
        if flat[i] > 0:
            results.append(flat[i])
        else:
            results.append(flat[i] * 0)
    return torch.stack(results).reshape(x.shape)


def tanh(x):
    flat = x.reshape(-1)
    results = []
    for value in flat:
        if value > 0:
            small = torch.exp(-2 * value)
            results.append((1 - small) / (1 + small))
        else:
            small = torch.exp(2 * value)
            results.append((small - 1) / (small + 1))
    return torch.stack(results).reshape(x.shape)


def selu(x):
    alpha = 1.67326
    scale = 1.0507
    flat = x.reshape(-1)
    results = []
    for value in flat:
        if value.item() > 0:
            results.append(scale * value)
        else:
            results.append(scale * alpha * (torch.exp(value) - 1))
    return torch.stack(results).reshape(x.shape)


def collapse_linear(w1, b1, w2, b2):
    num_out = w2.shape[0]
    num_hidden = w2.shape[1]
    num_in = w1.shape[1]
    weight = torch.zeros(num_out, num_in, dtype=w1.dtype, device=w1.device)
    bias = torch.zeros(num_out, dtype=w1.dtype, device=w1.device)
    for i in range(num_out):
        bias[i] = b2[i]
        for h in range(num_hidden):
            bias[i] = bias[i] + w2[i, h] * b1[h]
            for j in range(num_in):
                weight[i, j] = weight[i, j] + w2[i, h] * w1[h, j]
    return weight, bias


def make_sequential(num_input, num_hidden, num_output):
    first_layer = nn.Linear(num_input, num_hidden)
    activation = nn.Tanh()
    last_layer = nn.Linear(num_hidden, num_output)
    net = nn.Sequential(first_layer, activation, last_layer)
    return net


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)

    def forward(self, x):
        rows = []
        for row in x:
            rows.append(self.layer3(self.layer2(self.layer1(row))))
        return torch.stack(rows)


def count_parameters(net):
    seen = []
    count = 0
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        if any(parameter is other for other in seen):
            continue
        seen.append(parameter)
        size = 1
        for length in parameter.shape:
            size = size * length
        count = count + size
    return count


def copy_sequential(sequential, module):
    pairs = [(sequential[0], module.layer1), (sequential[2], module.layer3)]
    with torch.no_grad():
        for source, target in pairs:
            for i in range(source.weight.shape[0]):
                target.bias[i] = source.bias[i]
                for j in range(source.weight.shape[1]):
                    target.weight[i, j] = source.weight[i, j]


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    loss_function = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    epoch = 0
    while epoch < epochs:
        output = net(x)
        loss = loss_function(output, y)
        if math.isnan(loss.item()):
            print("loss is nan")
        losses.append(loss.item())
        net.zero_grad()
        loss.backward()
        optimizer.step()
        epoch = epoch + 1
    return losses
