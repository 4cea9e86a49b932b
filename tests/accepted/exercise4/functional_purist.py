"""Style: torch.func for looking at nets, functional calls, comprehension, no statement too many."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.func import functional_call


def relu(x):
    return F.hardtanh(x, 0.0, float("inf"))


def tanh(x):
    return torch.expm1(2 * x.clamp(max=20)) / (torch.exp(2 * x.clamp(max=20)) + 1)


def selu(x):
    return 1.0507009873554805 * F.elu(x, alpha=1.6732632423543772)


def collapse_linear(w1, b1, w2, b2):
    return torch.linalg.multi_dot([w2, w1]), torch.addmv(b2, w2, b1)


def make_sequential(num_input, num_hidden, num_output):
    layers = [nn.LazyLinear(num_hidden), nn.Tanh(), nn.LazyLinear(num_output)]
    net = nn.Sequential(*layers)
    with torch.no_grad():
        net(torch.zeros(1, num_input))
    return net


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layer1, self.layer2, self.layer3 = make_sequential(num_input, num_hidden, num_output).children()

    def forward(self, x):
        weights = dict(self.layer3.named_parameters())
        return functional_call(self.layer3, weights, (self.layer2(self.layer1(x)),))


def count_parameters(net):
    return sum({p: p.numel() for p in net.parameters() if p.requires_grad}.values())


def copy_sequential(sequential, module):
    renamed = {"0": "layer1", "2": "layer3"}
    state = {renamed[k.split(".")[0]] + "." + k.split(".")[1]: v for k, v in sequential.state_dict().items()}
    module.load_state_dict(state, strict=False)


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    opt = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = (F.softplus(net(x)) - y * net(x)).mean()
        opt.zero_grad(), loss.backward(), opt.step()
        losses.append(loss.tolist())
    return losses
