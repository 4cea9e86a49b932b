"""Style: typed, with dataclasses, context managers, AdamW, a one-cycle schedule and the best net on validation kept."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets
from torchvision.transforms import v2

Sample: TypeAlias = tuple[Tensor, int]
Batch: TypeAlias = tuple[Tensor, Tensor]


def softmax(z: Tensor) -> Tensor:
    """Rows that sum to 1."""
    shifted = z - z.max(dim=-1, keepdim=True).values.detach()
    return shifted.exp() / shifted.exp().sum(dim=-1, keepdim=True)


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """Mean negative log-likelihood."""
    return (logits.logsumexp(-1) - logits.take_along_dim(target[:, None], dim=-1).squeeze(-1)).mean()


@dataclass(frozen=True)
class Digits(Dataset[Sample]):
    """Flat images in [-1, 1] and their labels."""

    images: Tensor
    labels: list[int]

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> Sample:
        return self.images[index], self.labels[index]


def load_mnist(root: str | Path, train: bool) -> Digits:
    """MNIST as flat vectors in [-1, 1]."""
    mnist = datasets.MNIST(root, train=train, download=True)
    images = v2.functional.to_dtype(mnist.data, torch.float32, scale=True)
    return Digits(v2.functional.normalize(images.unsqueeze(1), [0.5], [0.5]).flatten(1), mnist.targets.tolist())


def make_loaders(train_set: Dataset[Sample], test_set: Dataset[Sample]) -> tuple[DataLoader[Batch], DataLoader[Batch]]:
    """Training and test loader."""
    return DataLoader(train_set, 64, shuffle=True, pin_memory=False), DataLoader(test_set, 128)


def build_network() -> nn.Sequential:
    """The four-layer perceptron."""
    widths = (784, 400, 200, 100, 10)
    layers: list[nn.Module] = []
    for fan_in, fan_out in zip(widths, widths[1:], strict=False):
        layers.extend((nn.Linear(fan_in, fan_out), nn.ReLU()))
    return nn.Sequential(*layers)[:-1]


@dataclass
class RunningMean:
    """A mean weighted by counts."""

    total: float = 0.0
    count: int = 0

    def add(self, value: float, count: int) -> None:
        self.total += value * count
        self.count += count

    @property
    def value(self) -> float:
        return self.total / self.count


@contextmanager
def mode(net: nn.Module, training: bool) -> Iterator[None]:
    """The net in this mode for a while."""
    before = net.training
    net.train(training)
    try:
        yield
    finally:
        net.train(before)


def train_epoch(
    net: nn.Module,
    loader: Iterable[Batch],
    criterion: Callable[[Tensor, Tensor], Tensor],
    optimizer: torch.optim.Optimizer,
) -> float:
    """One pass."""
    mean = RunningMean()
    net.train()
    for x, y in loader:
        optimizer.zero_grad(set_to_none=True)
        (loss := criterion(net(x), y)).backward()
        optimizer.step()
        mean.add(loss.item(), x.shape[0])
    return mean.value


@torch.inference_mode()
def evaluate(net: nn.Module, loader: Iterable[Batch]) -> float:
    """Accuracy."""
    mean = RunningMean()
    with mode(net, training=False):
        for x, y in loader:
            mean.add((net(x).argmax(-1) == y).double().mean().item(), y.numel())
    return mean.value


@dataclass
class Best:
    """The weights that did best on validation."""

    accuracy: float = -1.0
    state: dict[str, Tensor] = field(default_factory=dict)

    def offer(self, accuracy: float, net: nn.Module) -> None:
        if accuracy >= self.accuracy:
            self.accuracy, self.state = accuracy, copy.deepcopy(net.state_dict())


def train_classifier(root: str | Path, epochs: int = 20, seed: int = 0) -> nn.Module:
    """The net that did best on the validation part."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        train_loader, valid_loader = make_loaders(load_mnist(root, True), load_mnist(root, False))
        net, best = build_network(), Best()
        optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-2)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, epochs=epochs, steps_per_epoch=1)
        for epoch in range(epochs):
            train_epoch(net, train_loader, nn.CrossEntropyLoss(label_smoothing=0.05), optimizer)
            best.offer(evaluate(net, valid_loader), net)
            if epoch + 1 < epochs:
                schedule.step()
    net.load_state_dict(best.state)
    return net
