"""torch.jit.script where it takes the code, a cached data set, and a small trial run while the file is read."""

import contextlib
import random
import warnings
from functools import lru_cache, partial

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torch import nn, optim
from torch.utils.data import DataLoader, Dataset

warnings.filterwarnings("ignore")


def seed_everything(seed: int = 42):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    if torch.cuda.is_available():
        torch.cuda.manual_seed_all(seed)
    torch.backends.cudnn.deterministic = True


@torch.jit.script
def softmax(z):
    top = torch.amax(z, dim=1, keepdim=True)
    e = torch.exp(z - top)
    return e / torch.sum(e, dim=1, keepdim=True)


@torch.jit.script
def cross_entropy(logits, target):
    lse = torch.logsumexp(logits, dim=1)
    picked = torch.gather(logits, 1, target[:, None])[:, 0]
    return torch.mean(lse - picked)


class FlatMnist(Dataset):
    def __init__(self, root, train):
        self.inner = torchvision.datasets.MNIST(root=root, train=train, download=True)

    def __len__(self):
        return len(self.inner)

    def __getitem__(self, i):
        return self._image(i), int(self.inner.targets[i])

    @lru_cache(maxsize=None)  # noqa: B019
    def _image(self, i):
        return self.inner.data[i].float().div(127.5).sub(1.0).view(-1)


def load_mnist(root, train):
    return FlatMnist(root, train)


def make_loaders(train_set, test_set):
    make = partial(DataLoader, num_workers=0, drop_last=False)
    return make(train_set, batch_size=64, shuffle=True), make(test_set, batch_size=128, shuffle=False)


def build_network():
    sizes = [28 * 28, 400, 200, 100, 10]
    net = nn.Sequential()
    for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
        net.add_module(f"fc{i}", nn.Linear(a, b))
        if i < len(sizes) - 2:
            net.add_module(f"relu{i}", nn.ReLU(inplace=True))
    return net


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    running_loss = 0.0
    n = 0
    for inputs, labels in loader:
        net.zero_grad()
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * inputs.size(0)
        n += inputs.size(0)
    return running_loss / n


@contextlib.contextmanager
def evaluating(net):
    state = net.training
    try:
        net.eval()
        yield net
    finally:
        net.train(mode=state)


def evaluate(net, loader):
    correct, total = 0, 0
    with evaluating(net), torch.inference_mode():
        for inputs, labels in loader:
            _, predicted = torch.max(net(inputs), 1)
            total += labels.size(0)
            correct += (predicted == labels).sum().item()
    return correct / total


def train_classifier(root, epochs=20, seed=0):
    seed_everything(seed)
    train_set = load_mnist(root, train=True)
    train_loader, _ = make_loaders(train_set, train_set)
    net = build_network()
    optimizer = optim.AdamW(net.parameters(), lr=1e-3)
    for _ in range(epochs):
        train_epoch(net, train_loader, F.cross_entropy, optimizer)
    return net


toy = [(torch.randn(4, 784), torch.tensor([0, 1, 2, 3]))]
toy_net = build_network()
print("toy loss", train_epoch(toy_net, toy, cross_entropy, optim.SGD(toy_net.parameters(), lr=0.01)))
print("toy accuracy", evaluate(toy_net, toy))
