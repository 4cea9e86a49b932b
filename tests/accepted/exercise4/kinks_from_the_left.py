"""Style: the other choices that the contract leaves free: slopes at a kink, dictionaries, keyword arguments, deep copies."""

import copy

import torch
from torch import nn


def relu(x):
    return torch.where(x >= 0, x, 0 * x)


def tanh(x):
    return -1 + 2 / (1 + torch.exp(-2 * x.clamp(-30, 30)))


def selu(x):
    above = x >= 0
    low = x.masked_fill(above, 0.0)
    return 1.0507009873554805 * torch.where(above, x, 1.6732632423543772 * (low.exp() - 1))


def collapse_linear(w1, b1, w2, b2):
    augmented = w2 @ torch.cat([w1, b1[:, None]], dim=1)
    return augmented[:, :-1].contiguous(), augmented[:, -1] + b2


def make_sequential(num_input=2, num_hidden=4, num_output=1):
    return nn.Sequential(
        nn.Linear(in_features=num_input, out_features=num_hidden),
        nn.Tanh(),
        nn.Linear(in_features=num_hidden, out_features=num_output),
    )


class ModuleNet(nn.Module):
    def __init__(self, num_input=2, num_hidden=4, num_output=1):
        super().__init__()
        layers = {"layer1": (num_input, num_hidden), "layer3": (num_hidden, num_output)}
        self.layer1 = nn.Linear(*layers["layer1"])
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(*layers["layer3"])

    def hidden(self, x):
        return self.layer2(self.layer1(x))

    def forward(self, x):
        return self.layer3(self.hidden(x))


def count_parameters(net):
    return sum(p.numel() for group in [{"params": list(net.parameters())}] for p in group["params"] if p.requires_grad)


def copy_sequential(sequential, module):
    state = copy.deepcopy(sequential.state_dict())
    own = module.state_dict()
    for old, new in (("0", "layer1"), ("2", "layer3")):
        for kind in ("weight", "bias"):
            own[f"{new}.{kind}"].copy_(state[f"{old}.{kind}"])


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    optimizer = torch.optim.SGD(params=net.parameters(), lr=lr, momentum=0.0, weight_decay=0.0)
    criterion = nn.BCEWithLogitsLoss(reduction="sum")
    losses, epoch = [], 0
    while epoch < epochs:
        loss = criterion(input=net(x), target=y) / y.numel()
        for group in optimizer.param_groups:
            for p in group["params"]:
                p.grad = None
        loss.backward()
        optimizer.step()
        losses.append(loss.detach().cpu().numpy().item())
        epoch += 1
    return losses
