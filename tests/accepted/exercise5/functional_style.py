"""Style: torch.func and plain functions; gradients by grad_and_value, weights in a dict, optimizer fed by hand."""

from functools import partial, reduce

import torch
from torch.func import functional_call, grad_and_value
from torch.nn import Linear, ReLU, Sequential
from torch.utils.data import DataLoader, TensorDataset
from torchvision.datasets import MNIST

compose = lambda *fs: lambda x: reduce(lambda value, f: f(value), fs, x)  # noqa: E731 the style under test


def softmax(z):
    return (z - z.logsumexp(dim=1, keepdim=True)).exp()


def cross_entropy(logits, target):
    hits = torch.zeros_like(logits).scatter(1, target[:, None], 1.0)
    return (logits.logsumexp(1) - (logits * hits).sum(1)).mean()


def load_mnist(root, train):
    mnist = MNIST(root, train, download=True)
    scale = compose(partial(torch.flatten, start_dim=1), lambda p: p.float(), lambda p: (p - 127.5) / 127.5)
    return TensorDataset(scale(mnist.data), mnist.targets)


def make_loaders(train_set, test_set):
    loader = partial(DataLoader, drop_last=False)
    return loader(train_set, batch_size=64, shuffle=True), loader(test_set, batch_size=128, shuffle=False)


def build_network():
    return Sequential(
        *(part for d, k in ((784, 400), (400, 200), (200, 100)) for part in (Linear(d, k), ReLU())), Linear(100, 10)
    )


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    parameters = dict(net.named_parameters())

    def price(weights, x, y):
        return criterion(functional_call(net, weights, (x,)), y)

    def step(batch):
        slopes, loss = grad_and_value(price)({k: v.detach() for k, v in parameters.items()}, *batch)
        for name, parameter in parameters.items():
            parameter.grad = slopes[name]
        optimizer.step()
        return loss.item() * len(batch[1]), len(batch[1])

    totals, sizes = zip(*map(step, loader), strict=True)
    return sum(totals) / sum(sizes)


def evaluate(net, loader):
    training = net.training
    try:
        with torch.inference_mode():
            right = [net.eval()(x).argmax(1).eq(y) for x, y in loader]
    finally:
        net.train(training)
    return torch.cat(right).float().mean().item()


def train_classifier(root, epochs=20, seed=0):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        loader, _ = make_loaders(*(load_mnist(root, part) for part in (True, False)))
        net = build_network()
        optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9, nesterov=True)
        for _ in range(epochs):
            train_epoch(net, loader, cross_entropy, optimizer)
    return net
