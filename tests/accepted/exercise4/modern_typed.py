"""Modern and typed: dataclasses, helper classes, OrderedDict, a closure for the optimizer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import torch
from torch import Tensor, nn

ALPHA: Final = 1.6732632423543772848170429916717
SCALE: Final = 1.0507009873554804934193349852946


def relu(x: Tensor) -> Tensor:
    return torch.where(x > 0, x, torch.zeros((), dtype=x.dtype, device=x.device))


def tanh(x: Tensor) -> Tensor:
    return torch.sigmoid(2 * x).mul(2).sub(1)


def selu(x: Tensor) -> Tensor:
    return SCALE * (x.clamp(min=0) + ALPHA * x.clamp(max=0).expm1())


def collapse_linear(w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> tuple[Tensor, Tensor]:
    return torch.linalg.multi_dot([w2, w1]), torch.addmv(b2, w2, b1)


def make_sequential(num_input: int, num_hidden: int, num_output: int) -> nn.Sequential:
    layers: OrderedDict[str, nn.Module] = OrderedDict(
        hidden=nn.Linear(num_input, num_hidden), activation=nn.Tanh(), output=nn.Linear(num_hidden, num_output)
    )
    net = nn.Sequential(layers)
    for layer in net:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    return net


class ModuleNet(nn.Module):
    layer1: nn.Linear
    layer2: nn.Tanh
    layer3: nn.Linear

    def __init__(self, num_input: int, num_hidden: int, num_output: int) -> None:
        super().__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)
        self.stack = nn.Sequential(self.layer1, self.layer2, self.layer3)

    def forward(self, x: Tensor) -> Tensor:
        return self.stack(x)


def trainable(net: nn.Module) -> Iterator[nn.Parameter]:
    yield from (parameter for parameter in net.parameters() if parameter.requires_grad)


def count_parameters(net: nn.Module) -> int:
    return nn.utils.parameters_to_vector(list(trainable(net))).numel() if any(True for _ in trainable(net)) else 0


def copy_sequential(sequential: nn.Sequential, module: nn.Module) -> None:
    renamed = {"0": "layer1", "2": "layer3"}
    state = {
        f"{renamed[key.split('.')[0]]}.{key.split('.')[1]}": value for key, value in sequential.state_dict().items()
    }
    module.load_state_dict(state)


@dataclass(slots=True)
class Trainer:
    net: nn.Module
    lr: float
    losses: list[float] = field(default_factory=list)

    def run(self, x: Tensor, y: Tensor, epochs: int) -> list[float]:
        optimizer = torch.optim.SGD(self.net.parameters(), lr=self.lr)
        criterion = nn.BCEWithLogitsLoss()

        def closure() -> Tensor:
            optimizer.zero_grad()
            loss = criterion(self.net(x), y)
            loss.backward()
            return loss

        for _ in range(epochs):
            self.losses.append(float(optimizer.step(closure)))
        return self.losses


def fit_classifier(net: nn.Module, x: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 500) -> list[float]:
    return Trainer(net, lr).run(x, y, epochs)
