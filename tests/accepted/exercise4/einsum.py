"""Einsum and einops-like style: index notation wherever axes are summed."""

import torch
import torch.nn.functional as F
from torch import einsum, nn


def relu(x):
    return einsum("...,...->...", x, (x > 0).to(x.dtype))


def tanh(x):
    p = torch.softmax(torch.stack([x, -x]), dim=0)
    return p[0] - p[1]


def selu(x):
    return F.elu(x, alpha=1.6732632423543772) * 1.0507009873554805


def collapse_linear(w1, b1, w2, b2):
    weight = einsum("kh,hd->kd", w2, w1)
    bias = einsum("kh,h->k", w2, b1)
    return weight, bias.add(b2)


def make_sequential(num_input, num_hidden, num_output):
    return nn.Sequential(
        nn.Linear(num_input, num_hidden, bias=True), nn.Tanh(), nn.Linear(num_hidden, num_output, bias=True)
    )


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layer1, self.layer2, self.layer3 = make_sequential(num_input, num_hidden, num_output)

    def forward(self, x):
        hidden = einsum("nd,hd->nh", x, self.layer1.weight) + self.layer1.bias
        return einsum("nh,kh->nk", self.layer2(hidden), self.layer3.weight) + self.layer3.bias


def count_parameters(net):
    unique = {id(p): p for p in net.parameters() if p.requires_grad}
    return sum(einsum("i->", torch.ones(p.numel(), dtype=torch.int64)).item() for p in unique.values())


@torch.no_grad()
def copy_sequential(sequential, module):
    for ours, theirs in zip(module.parameters(), sequential.parameters()):
        ours.copy_(theirs)


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    optimizer = torch.optim.SGD(net.parameters(), lr)
    losses = []
    for _ in range(epochs):
        logits = net(x)
        loss = F.binary_cross_entropy_with_logits(logits, y)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        losses.append(loss.detach().cpu().item())
        optimizer.step()
    return losses
