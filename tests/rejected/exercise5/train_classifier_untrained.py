"""wrong: train_classifier; misconception: trains_another_network"""

import torch


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    loader, _ = make_loaders(load_mnist(root, True), load_mnist(root, False))
    net = build_network()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for _ in range(epochs):
        train_epoch(net, loader, cross_entropy, optimizer)
    return build_network()
