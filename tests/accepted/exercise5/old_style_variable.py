"""Style: a course of 2018, with Variable, .data, torchvision transforms and long-hand loops."""

import torch
import torch.nn as nn
import torch.optim as optim
import torchvision
from torch.autograd import Variable
from torch.utils.data import DataLoader
from torchvision import transforms


def softmax(z):
    m, _ = torch.max(z, 1)
    e = (z - Variable(m.data).view(-1, 1).expand_as(z)).exp()
    return e.div(e.sum(1).view(-1, 1).expand_as(e))


def cross_entropy(logits, target):
    m = Variable(torch.max(logits.data, 1)[0]).view(-1, 1)
    log_sum = (logits - m.expand_as(logits)).exp().sum(1).log() + m.view(-1)
    picked = torch.gather(logits, 1, target.view(-1, 1)).view(-1)
    return torch.mean(log_sum - picked)


def load_mnist(root, train):
    transform = transforms.Compose(
        [
            transforms.ToTensor(),
            transforms.Normalize((0.5,), (0.5,)),
            transforms.Lambda(lambda image: image.view(784)),
        ]
    )
    return torchvision.datasets.MNIST(root=root, train=train, download=True, transform=transform)


def make_loaders(train_set, test_set):
    train_loader = DataLoader(dataset=train_set, batch_size=64, shuffle=True, num_workers=0)
    test_loader = DataLoader(dataset=test_set, batch_size=128, shuffle=False, num_workers=0)
    return train_loader, test_loader


def build_network():
    net = nn.Sequential()
    net.add_module("fc1", nn.Linear(784, 400))
    net.add_module("relu1", nn.ReLU(inplace=True))
    net.add_module("fc2", nn.Linear(400, 200))
    net.add_module("relu2", nn.ReLU(inplace=True))
    net.add_module("fc3", nn.Linear(200, 100))
    net.add_module("relu3", nn.ReLU(inplace=True))
    net.add_module("fc4", nn.Linear(100, 10))
    return net


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    running_loss = 0.0
    seen = 0
    for _, data in enumerate(loader, 0):
        inputs, labels = data
        inputs, labels = Variable(inputs), Variable(labels)
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.data.item() * inputs.size(0)
        seen += inputs.size(0)
    return running_loss / seen


def evaluate(net, loader):
    former = net.training
    net.eval()
    correct = 0
    total = 0
    with torch.no_grad():
        for images, labels in loader:
            outputs = net(Variable(images))
            _, predicted = torch.max(outputs.data, 1)
            total += labels.size(0)
            correct += (predicted == labels).sum().item()
    if former:
        net.train()
    return float(correct) / total


def train_classifier(root, epochs=20, seed=0):
    torch.manual_seed(seed)
    train_loader, _ = make_loaders(load_mnist(root, True), load_mnist(root, False))
    net = build_network()
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    for _ in range(epochs):
        train_epoch(net, train_loader, criterion, optimizer)
    return net
