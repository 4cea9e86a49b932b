"""Old style: Variable, .data and loops as tutorials of 2017 had them."""

import torch
import torch.nn as nn
import torch.optim as optim
from torch.autograd import Variable


def relu(x):
    mask = Variable((x.data > 0).type_as(x.data))
    return x * mask


def tanh(x):
    # e^-2|x| never overflows; the branch is chosen by masks of plain numbers
    positive = Variable((x.data >= 0).type_as(x.data))
    sign = 2 * positive - 1
    small = torch.exp(-2 * sign * x)
    return sign * (1 - small) / (1 + small)


def selu(x):
    positive = Variable((x.data > 0).type_as(x.data))
    bent = 1.6732632423543772 * (torch.exp(x * (1 - positive)) - 1)
    return 1.0507009873554805 * (positive * x + bent)


def collapse_linear(w1, b1, w2, b2):
    weight = torch.mm(w2.data, w1.data)
    bias = torch.mm(w2.data, b1.data.view(-1, 1)).view(-1) + b2.data
    return weight, bias


def make_sequential(num_input, num_hidden, num_output):
    model = nn.Sequential()
    model.add_module("hidden", nn.Linear(num_input, num_hidden))
    model.add_module("activation", nn.Tanh())
    model.add_module("output", nn.Linear(num_hidden, num_output))
    return model


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super(ModuleNet, self).__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)

    def forward(self, x):
        out = self.layer1(x)
        out = self.layer2(out)
        out = self.layer3(out)
        return out


def count_parameters(net):
    total = 0
    for param in net.parameters():
        if param.requires_grad:
            total += param.data.nelement()
    return total


def copy_sequential(sequential, module):
    module.layer1.weight.data = sequential[0].weight.data.clone()
    module.layer1.bias.data = sequential[0].bias.data.clone()
    module.layer3.weight.data = sequential[2].weight.data.clone()
    module.layer3.bias.data = sequential[2].bias.data.clone()


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    inputs, targets = Variable(x), Variable(y)
    criterion = nn.BCEWithLogitsLoss()
    optimizer = optim.SGD(net.parameters(), lr=lr)
    history = []
    for epoch in range(epochs):
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        history.append(float(loss.data))
    return history
