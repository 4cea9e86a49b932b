"""Style: activations compiled by torch.jit.script, everything else plain."""

import warnings

import torch
from torch import nn

warnings.filterwarnings("ignore", category=DeprecationWarning)


@torch.jit.script
def relu(x: torch.Tensor) -> torch.Tensor:
    return torch.clamp(x, min=0.0)


@torch.jit.script
def tanh(x: torch.Tensor) -> torch.Tensor:
    return 1.0 - 2.0 * torch.sigmoid(-2.0 * x)


@torch.jit.script
def selu(x: torch.Tensor) -> torch.Tensor:
    alpha = 1.6732632423543772
    scale = 1.0507009873554805
    return scale * torch.where(x > 0, x, alpha * torch.expm1(torch.where(x > 0, torch.zeros_like(x), x)))


def collapse_linear(w1, b1, w2, b2):
    weight = torch.einsum("oh,hi->oi", w2, w1)
    bias = torch.einsum("oh,h->o", w2, b1) + b2
    return weight, bias


def make_sequential(num_input, num_hidden, num_output):
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh(), nn.Linear(num_hidden, num_output))


class ModuleNet(nn.Module):
    layer1: nn.Linear
    layer2: nn.Tanh
    layer3: nn.Linear

    def __init__(self, num_input: int, num_hidden: int, num_output: int):
        super().__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)

    def forward(self, x):
        return self.layer3(self.layer2(self.layer1(x)))


def count_parameters(net):
    return (
        len(nn.utils.parameters_to_vector(p for p in net.parameters() if p.requires_grad))
        if any(p.requires_grad for p in net.parameters())
        else 0
    )


def copy_sequential(sequential, module):
    module.layer1.load_state_dict(sequential[0].state_dict())
    module.layer3.load_state_dict(sequential[2].state_dict())


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    criterion = nn.BCEWithLogitsLoss()
    losses = []
    # plain SGD keeps no state, so a new optimizer each epoch is the same one
    for _ in range(epochs):
        optimizer = torch.optim.SGD(net.parameters(), lr=lr)
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
