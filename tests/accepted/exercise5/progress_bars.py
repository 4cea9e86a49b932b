"""Style: a tutorial's loops; a device picked at import, progress printed every so many batches, net handed back in eval mode."""

import torch
import torch.nn as nn
import torchvision
from torch.utils.data import DataLoader

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
print(f"Using device: {device}")


def softmax(z):
    maxes = torch.max(z, 1, keepdim=True)[0]
    return torch.exp(z - maxes) / torch.exp(z - maxes).sum(1, keepdim=True)


def cross_entropy(logits, target):
    total = torch.zeros((), dtype=logits.dtype, device=logits.device)
    for i in range(logits.size(0)):
        total += torch.logsumexp(logits[i], dim=0) - logits[i, target[i]]
    return total / logits.size(0)


def load_mnist(root, train):
    data = torchvision.datasets.MNIST(root=root, train=train, download=True)
    images = [((image.reshape(-1).float() - 127.5) / 127.5) for image in data.data]
    labels = [int(label) for label in data.targets]
    return list(zip(images, labels, strict=True))


def make_loaders(train_set, test_set):
    train_loader = DataLoader(train_set, batch_size=64, shuffle=True, pin_memory=False)
    test_loader = DataLoader(test_set, batch_size=128)
    return train_loader, test_loader


def build_network():
    model = nn.Sequential(
        nn.Linear(28 * 28, 400),
        nn.ReLU(),
        nn.Linear(400, 200),
        nn.ReLU(),
        nn.Linear(200, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    )
    return model


def train_epoch(net, loader, criterion, optimizer):
    net.train()
    running, seen = 0.0, 0
    for i, data in enumerate(loader, 0):
        inputs, labels = data
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running += loss.item() * inputs.shape[0]
        seen += inputs.shape[0]
        if i % 20 == 0:
            print(f"[{seen:>5d}] loss: {running / seen:>7f}")
    return running / seen


def evaluate(net, loader):
    was_training = net.training
    net.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for data in loader:
            images, labels = data
            outputs = net(images)
            _, predicted = torch.max(outputs.data, 1)
            total += labels.size(0)
            correct += (predicted == labels).sum().item()
    net.train(was_training)
    print(f"Accuracy: {100 * correct // total} %")
    return correct / total


def train_classifier(root, epochs=20, seed=0):
    generator = torch.Generator().manual_seed(seed)
    torch.manual_seed(seed)
    net = build_network().to(device)
    x, y = (
        torch.stack(part) if torch.is_tensor(part[0]) else torch.tensor(part)
        for part in zip(*load_mnist(root, True), strict=True)
    )
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.5)
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=generator)
        batches = ((x[part].to(device), y[part].to(device)) for part in order.split(64))
        loss = train_epoch(net, batches, cross_entropy_fast, optimizer)
        print(f"Epoch {epoch + 1}\n-------------------------------\nloss {loss:.3f}")
    print("Done!")
    return net.eval()


def cross_entropy_fast(logits, target):
    return nn.functional.cross_entropy(logits, target)
