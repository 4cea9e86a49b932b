"""Style: nn.Module subclasses for losses and activations, a Trainer class, a network that is a subclass of Sequential."""

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision.datasets import MNIST


class RowSoftmax(nn.Module):
    def __init__(self, dim=1):
        super().__init__()
        self.dim = dim

    def forward(self, z):
        e = torch.exp(z - torch.amax(z, self.dim, True))
        return torch.div(e, e.sum(self.dim, True))


class CrossEntropy(nn.Module):
    def forward(self, logits, target):
        return (logits.logsumexp(1) - logits.take_along_dim(target[:, None], 1)[:, 0]).mean()


class Digits(MNIST):
    """Reads where MNIST reads, gives rows of numbers."""

    @property
    def raw_folder(self):
        return f"{self.root}/MNIST/raw"

    def __getitem__(self, index):
        return self.data[index].reshape(784).float().div(127.5).sub(1), int(self.targets[index])


class Network(nn.Sequential):
    def __init__(self, sizes=(784, 400, 200, 100, 10)):
        layers = []
        for d, k in zip(sizes, sizes[1:]):
            layers.extend((nn.Linear(d, k), nn.ReLU()))
        super().__init__(*layers[:-1])


class Trainer:
    def __init__(self, net, criterion, optimizer):
        self.net, self.criterion, self.optimizer = net, criterion, optimizer
        self.seen, self.total = 0, 0.0

    def batch(self, x, y):
        self.optimizer.zero_grad()
        loss = self.criterion(self.net(x), y)
        loss.backward()
        self.optimizer.step()
        self.seen, self.total = self.seen + len(x), self.total + len(x) * loss.item()

    def __call__(self, loader):
        self.net.train(True)
        for x, y in loader:
            self.batch(x, y)
        return self.total / self.seen


class Evaluation:
    def __init__(self, net):
        self.net = net

    def __enter__(self):
        self.mode = self.net.training
        self.net.eval()
        self.gradients = torch.set_grad_enabled(False)
        self.gradients.__enter__()
        return self.net

    def __exit__(self, *error):
        self.gradients.__exit__(*error)
        self.net.train(self.mode)


def softmax(z):
    return RowSoftmax()(z)


def cross_entropy(logits, target):
    return CrossEntropy()(logits, target)


def load_mnist(root, train):
    return Digits(root, train, download=True)


def make_loaders(train_set, test_set):
    assert isinstance(train_set, Dataset)
    return DataLoader(dataset=train_set, batch_size=64, shuffle=True), DataLoader(dataset=test_set, batch_size=128)


def build_network():
    return Network()


def train_epoch(net, loader, criterion, optimizer):
    return Trainer(net, criterion, optimizer)(loader)


def evaluate(net, loader):
    with Evaluation(net) as model:
        answers = [(model(x).max(dim=1).indices == y) for x, y in loader]
    return torch.cat(answers).double().mean().item()


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    data = load_mnist(root, True)
    x = data.data.reshape(-1, 784) / 127.5 - 1
    loader, _ = make_loaders(torch.utils.data.TensorDataset(x, data.targets), load_mnist(root, False))
    net = build_network()
    optimizer = torch.optim.AdamW(net.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=epochs * len(loader))
    net.train()
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad()
            cross_entropy(net(x), y).backward()
            optimizer.step()
            schedule.step()
    return net
