"""wrong: train_classifier; misconception: takes_giant_steps"""

import torch


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    loader, _ = make_loaders(load_mnist(root, True), load_mnist(root, False))
    net = build_network()
    optimizer = torch.optim.SGD(net.parameters(), lr=50.0)
    for _ in range(epochs):
        train_epoch(net, loader, cross_entropy, optimizer)
    return net
