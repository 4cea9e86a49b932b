"""Style: star imports, short names, functions redefined, a dry run at import."""
# ruff: noqa: F403, F405

from torch import *
from torch.nn import *
from torch.nn.functional import *
from torch.optim import *
from torch.utils.data import *
from torchvision.datasets import *

import torch  # isort: skip
from builtins import *  # isort: skip, torch has a float and a range of its own


def softmax(z):
    z = z - z.max(1)[0].unsqueeze(1)
    p = exp(z)
    return p / p.sum(1).unsqueeze(1)


def cross_entropy(logits, target):
    m = logits.max(1)[0]
    return (m + log(exp(logits - m[:, None]).sum(1)) - logits[arange(len(target)), target]).sum() / len(target)


class Flat(Dataset):
    def __init__(self, d):
        self.d = d

    def __len__(self):
        return len(self.d)

    def __getitem__(self, i):
        return (self.d.data[i] / 255 * 2 - 1).flatten(), self.d.targets[i]


def load_mnist(root, train):
    return Flat(MNIST(root, train, None, None, True))


def make_loaders(train_set, test_set):
    return DataLoader(train_set, 64, True), DataLoader(test_set, 128)


def build_network():
    return Sequential(Linear(784, 400), ReLU(), Linear(400, 200), ReLU(), Linear(200, 100), ReLU(), Linear(100, 10))


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    s = n = 0
    for x, y in loader:
        L = criterion(net(x), y)
        optimizer.zero_grad()
        L.backward()
        optimizer.step()
        s, n = s + float(L) * len(x), n + len(x)
    return s / n


def evaluate(net, loader):
    t = net.training
    net.eval()
    c = n = 0
    with no_grad():
        for x, y in loader:
            c, n = c + (net(x).argmax(-1) == y).sum().item(), n + y.numel()
    net.train() if t else net.eval()
    return c / n


def train_classifier(root, epochs=20, seed=0):
    manual_seed(seed)
    d = load_mnist(root, True).d
    L, _ = make_loaders(TensorDataset(d.data.flatten(1) / 127.5 - 1, d.targets), load_mnist(root, False))
    net = build_network()
    o = SGD(net.parameters(), lr=0.1)
    for _ in range(epochs):
        train_epoch(net, L, cross_entropy, o)
    return net


assert softmax(torch.ones(1, 2)).tolist() == [[0.5, 0.5]]
print("imported", build_network()[0])
