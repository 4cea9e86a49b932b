"""wrong: train_classifier; misconception: none

says: all its answers are among 2 of the ten classes
never: another network
"""

import torch
from torch.utils.data import TensorDataset


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    x, y = load_mnist(root, True)[:]
    x, y = x[y < 2], y[y < 2]
    loader, _ = make_loaders(TensorDataset(x, y), load_mnist(root, False))
    net = build_network()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for _ in range(epochs):
        train_epoch(net, loader, cross_entropy, optimizer)
    return net
