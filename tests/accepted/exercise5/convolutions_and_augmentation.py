"""Style: a small convolutional net with shifted images, an optimizer written by hand, a subclass of MNIST."""

import random

import torch
import torchvision
from torch import nn
from torch.utils.data import DataLoader


def softmax(z):
    powers = (z - z.detach().amax(dim=1, keepdim=True)).exp()
    return powers * powers.sum(dim=1, keepdim=True).reciprocal()


def cross_entropy(logits, target):
    # log(sum_k exp(z_k - z_t)): the right class's logit is taken away before the sum.
    margins = logits - logits.gather(1, target.unsqueeze(1))
    return margins.logsumexp(dim=1).mean()


class MNIST(torchvision.datasets.MNIST):
    """Keeps its name: torchvision reads the folder of the class's name."""

    def __getitem__(self, index):
        return self.data[index].reshape(-1).float().div_(127.5).sub_(1), self.targets[index].item()


def load_mnist(root, train):
    return MNIST(root, train=train, download=True)


def make_loaders(train_set, test_set):
    return tuple(DataLoader(d, batch_size=64 * (i + 1), shuffle=i == 0) for i, d in enumerate([train_set, test_set]))


def build_network():
    def block(d, k):
        return [nn.ReLU(), nn.Linear(d, k)]

    return nn.Sequential(nn.Flatten(), nn.Linear(784, 400), *block(400, 200), *block(200, 100), *block(100, 10))


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    weighted = []
    for x, y in loader:

        def closure(x=x, y=y):
            optimizer.zero_grad()
            loss = criterion(net(x), y)
            loss.backward()
            return loss

        weighted.append((optimizer.step(closure).item(), y.shape[0]))
    return sum(loss * n for loss, n in weighted) / sum(n for _, n in weighted)


def evaluate(net, loader):
    former, recording = net.training, torch.is_grad_enabled()
    net.eval()
    torch.set_grad_enabled(False)
    try:
        outcome = [bool(flag) for x, y in loader for flag in net(x).max(1).indices.eq(y)]
    finally:
        torch.set_grad_enabled(recording)
        net.train(former)
    return outcome.count(True) / len(outcome)


class Adam:
    """Adam by hand."""

    def __init__(self, parameters, lr):
        self.parameters, self.lr, self.t = list(parameters), lr, 0
        self.m = [torch.zeros_like(p) for p in self.parameters]
        self.v = [torch.zeros_like(p) for p in self.parameters]

    def zero_grad(self):
        for p in self.parameters:
            p.grad = None

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, v in zip(self.parameters, self.m, self.v, strict=True):
            m.mul_(0.9).add_(p.grad, alpha=0.1)
            v.mul_(0.999).addcmul_(p.grad, p.grad, value=0.001)
            scale = self.lr / (1 - 0.9**self.t)
            p.addcdiv_(m, (v / (1 - 0.999**self.t)).sqrt().add_(1e-8), value=-scale)


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    dice = random.Random(seed)
    loader, _ = make_loaders(load_mnist(root, True), load_mnist(root, False))
    net = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 8, 5, stride=2, padding=2),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Dropout(0.2),
        nn.Linear(16 * 7 * 7, 10),
    )
    optimizer = Adam(net.parameters(), lr=2e-3)
    net.train()
    for epoch in range(epochs):
        optimizer.lr = 2e-3 * (1 - epoch / epochs)
        for x, y in loader:
            shift = dice.choice([-1, 0, 0, 1]), dice.choice([-1, 0, 0, 1])
            x = torch.roll(x.view(-1, 28, 28), shift, (1, 2)).reshape(-1, 784)
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
    return net
