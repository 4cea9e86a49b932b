"""Style: sums as einsum, losses from one-hot rows, everything functional."""

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torchvision import datasets


def softmax(z):
    return torch.exp(z - torch.logsumexp(z, dim=1, keepdim=True))


def cross_entropy(logits, target):
    one_hot = F.one_hot(target, logits.shape[1]).to(logits.dtype)
    shifted = logits - logits.amax(1, keepdim=True)
    log_sum = torch.log(torch.einsum("nk->n", shifted.exp()))
    return torch.einsum("n->", log_sum - torch.einsum("nk,nk->n", shifted, one_hot)) / logits.shape[0]


def load_mnist(root, train):
    raw = datasets.MNIST(root=root, train=train, download=True)
    pixels = torch.einsum("nij->nij", raw.data.to(torch.float32)).reshape(len(raw), -1)
    return TensorDataset(pixels.sub(127.5).div(127.5), raw.targets)


def make_loaders(train_set, test_set):
    generator = torch.Generator().manual_seed(torch.initial_seed() % 2**63)
    return (
        DataLoader(train_set, batch_size=64, shuffle=True, generator=generator),
        DataLoader(test_set, batch_size=128),
    )


class Affine(nn.Module):
    def __init__(self, d, k):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(k, d))
        self.bias = nn.Parameter(torch.zeros(k))
        nn.init.kaiming_uniform_(self.weight, nonlinearity="relu")

    def forward(self, x):
        return torch.einsum("nd,kd->nk", x, self.weight) + self.bias


def build_network():
    return nn.Sequential(
        Affine(784, 400), nn.ReLU(), Affine(400, 200), nn.ReLU(), Affine(200, 100), nn.ReLU(), Affine(100, 10)
    )


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    pairs = []
    for x, y in loader:
        optimizer.zero_grad(set_to_none=False)
        loss = criterion(net(x), y)
        pairs.append((loss.detach(), float(len(x))))
        loss.backward()
        optimizer.step()
    losses = torch.stack([loss for loss, _ in pairs]).double()
    weights = torch.tensor([n for _, n in pairs], dtype=torch.float64)
    return (torch.einsum("b,b->", losses, weights) / weights.sum()).item()


def evaluate(net, loader):
    was = net.training
    net.eval()
    counts = torch.zeros(2, dtype=torch.int64)
    with torch.inference_mode():
        for x, y in loader:
            counts += torch.stack([torch.einsum("n->", (net(x).argmax(-1) == y).long()), torch.tensor(len(y))])
    net.train(was)
    return (counts[0] / counts[1]).item()


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    loader, _ = make_loaders(load_mnist(root, True), load_mnist(root, False))
    net = build_network()
    optimizer = torch.optim.RMSprop(net.parameters(), lr=3e-4)
    decay = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)
    for _ in range(epochs):
        train_epoch(net, loader, cross_entropy, optimizer)
        decay.step()
    return net.eval()
