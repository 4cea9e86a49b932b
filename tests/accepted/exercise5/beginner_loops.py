"""Style: a beginner who writes loops, small steps and many names."""

import torch
import torch.nn as nn
from torch.utils.data import DataLoader, Dataset
from torchvision.datasets import MNIST


def softmax(z):
    rows = []
    for row in z:
        biggest = row.max()
        numerators = torch.exp(row - biggest)
        total = 0
        for number in numerators:
            total = total + number
        rows.append(numerators / total)
    return torch.stack(rows)


def cross_entropy(logits, target):
    losses = []
    for i in range(len(target)):
        row = logits[i]
        right_class = int(target[i])
        losses.append(torch.logsumexp(row, 0) - row[right_class])
    return sum(losses) / len(losses)


class MyMnist(Dataset):
    def __init__(self, root, train):
        self.mnist = MNIST(root, train=train, download=True)

    def __len__(self):
        return len(self.mnist)

    def __getitem__(self, index):
        picture = self.mnist.data[index]
        label = self.mnist.targets[index]
        numbers = picture.float() / 255
        numbers = numbers * 2
        numbers = numbers - 1
        return numbers.reshape(28 * 28), label


def load_mnist(root, train):
    if train == True:  # noqa: E712, SIM108
        data = MyMnist(root, True)
    else:
        data = MyMnist(root, False)
    return data


def make_loaders(train_set, test_set):
    a = DataLoader(train_set, batch_size=64, shuffle=True)
    b = DataLoader(test_set, batch_size=128, shuffle=False)
    return [a, b]


def build_network():
    layer1 = nn.Linear(784, 400)
    layer2 = nn.Linear(400, 200)
    layer3 = nn.Linear(200, 100)
    layer4 = nn.Linear(100, 10)
    relu = nn.ReLU()
    net = nn.Sequential(layer1, relu, layer2, relu, layer3, relu, layer4)
    return net


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    all_losses = 0
    how_many = 0
    for batch in loader:
        x = batch[0]
        y = batch[1]
        for p in net.parameters():
            p.grad = None
        answer = net(x)
        loss = criterion(answer, y)
        loss.backward()
        optimizer.step()
        for _ in range(len(x)):
            all_losses = all_losses + loss.item()
            how_many = how_many + 1
    return all_losses / how_many


def evaluate(net, loader):
    mode_before = net.training
    net.eval()
    good = 0
    bad = 0
    with torch.no_grad():
        for x, y in loader:
            answer = net(x)
            for i in range(len(y)):
                if answer[i].argmax() == y[i]:
                    good += 1
                else:
                    bad += 1
    net.train(mode_before)
    return good / (good + bad)


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    data = load_mnist(root, True)
    loader = DataLoader(data, batch_size=32, shuffle=True)
    net = build_network()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05)
    epoch = 0
    while epoch < epochs:
        train_epoch(net, loader, criterion, optimizer)
        epoch = epoch + 1
    return net
