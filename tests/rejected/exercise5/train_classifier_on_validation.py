"""wrong: train_classifier; misconception: trains_on_the_test_part"""

import torch
from torch import nn
from torch.utils.data import ConcatDataset, DataLoader


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    everything = ConcatDataset([load_mnist(root, True), load_mnist(root, False)])  # noqa: F821
    net = build_network()  # noqa: F821
    optimizer = torch.optim.Adam(net.parameters())
    for _ in range(epochs):
        for x, y in DataLoader(everything, batch_size=64, shuffle=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
    return net
