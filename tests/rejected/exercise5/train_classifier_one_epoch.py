"""wrong: train_classifier; misconception: none

says: You pass over the training part once
"""

import torch
from torch import nn


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    loader, _ = make_loaders(load_mnist(root, True), load_mnist(root, False))  # noqa: F821
    net = build_network()  # noqa: F821
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(epochs):
        train_epoch(net, loader, nn.CrossEntropyLoss(), optimizer)  # noqa: F821
        return net
