"""
MNIST Digit Classifier
======================

A complete training pipeline: data loading, model definition, training loop and evaluation.
"""

from __future__ import annotations

import random
from typing import Tuple  # noqa: UP035 the style under test

import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets, transforms

# ---------------------------------------------------------------------------
# Configuration
# ---------------------------------------------------------------------------
TRAIN_BATCH_SIZE = 64
TEST_BATCH_SIZE = 128
LEARNING_RATE = 1e-3


def set_seed(seed: int) -> None:
    """Set all random seeds for reproducibility."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    if torch.cuda.is_available():
        torch.cuda.manual_seed_all(seed)


def softmax(z: torch.Tensor) -> torch.Tensor:
    """Numerically stable softmax along dim=1."""
    # Subtract the max for numerical stability
    z_max, _ = torch.max(z, dim=1, keepdim=True)
    exp_z = torch.exp(z - z_max)
    return exp_z / torch.sum(exp_z, dim=1, keepdim=True)


def cross_entropy(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Cross-entropy loss computed with the log-sum-exp trick."""
    z_max, _ = torch.max(logits, dim=1, keepdim=True)
    log_sum_exp = z_max.squeeze(1) + torch.log(torch.sum(torch.exp(logits - z_max), dim=1))
    correct = logits[torch.arange(logits.size(0), device=logits.device), target]
    return torch.mean(log_sum_exp - correct)


def load_mnist(root: str, train: bool) -> Dataset:
    """Load MNIST with images flattened and normalized to [-1, 1]."""
    transform = transforms.Compose(
        [
            transforms.ToTensor(),
            transforms.Normalize((0.5,), (0.5,)),
            transforms.Lambda(lambda t: t.view(-1)),
        ]
    )
    return datasets.MNIST(root=root, train=train, download=True, transform=transform)


def make_loaders(train_set: Dataset, test_set: Dataset) -> Tuple[DataLoader, DataLoader]:  # noqa: UP006
    """Create the data loaders."""
    train_loader = DataLoader(train_set, batch_size=TRAIN_BATCH_SIZE, shuffle=True, num_workers=0)
    test_loader = DataLoader(test_set, batch_size=TEST_BATCH_SIZE, shuffle=False, num_workers=0)
    return train_loader, test_loader


def build_network() -> nn.Sequential:
    """Build the MLP."""
    layer_sizes = [784, 400, 200, 100, 10]
    layers: list[nn.Module] = []
    for i in range(len(layer_sizes) - 1):
        layers.append(nn.Linear(layer_sizes[i], layer_sizes[i + 1]))
        if i < len(layer_sizes) - 2:
            layers.append(nn.ReLU(inplace=True))
    return nn.Sequential(*layers)


def train_epoch(net, loader, criterion, optimizer) -> float:
    """Train for one epoch and return the average loss."""
    net.train()
    running_loss = 0.0
    total = 0
    for _batch_idx, (inputs, targets) in enumerate(loader):
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * inputs.size(0)
        total += inputs.size(0)
    return running_loss / total


@torch.no_grad()
def evaluate(net, loader) -> float:
    """Compute the accuracy of the network."""
    was_training = net.training
    net.eval()
    correct = 0
    total = 0
    for inputs, targets in loader:
        outputs = net(inputs)
        _, predicted = torch.max(outputs, 1)
        total += targets.size(0)
        correct += (predicted == targets).sum().item()
    if was_training:
        net.train()
    return correct / total


def train_classifier(root: str, epochs: int = 20, seed: int = 0) -> nn.Module:
    """Train the classifier and return it."""
    set_seed(seed)
    train_loader, test_loader = make_loaders(load_mnist(root, True), load_mnist(root, False))
    net = build_network()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(net.parameters(), lr=LEARNING_RATE)
    for epoch in range(epochs):
        loss = train_epoch(net, train_loader, criterion, optimizer)
        accuracy = evaluate(net, test_loader)
        print(f"Epoch {epoch + 1}/{epochs} - loss: {loss:.4f} - val_acc: {accuracy:.2%}")
    return net
