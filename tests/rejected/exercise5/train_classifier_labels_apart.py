"""wrong: train_classifier; misconception: none

says: images and labels did not belong together
never: another network
"""

import torch


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    x, y = load_mnist(root, True)[:]
    x = x[torch.randperm(len(x))]
    net = build_network()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for _ in range(epochs):
        batches = [(x[i : i + 64], y[i : i + 64]) for i in range(0, len(x), 64)]
        train_epoch(net, batches, cross_entropy, optimizer)
    return net
