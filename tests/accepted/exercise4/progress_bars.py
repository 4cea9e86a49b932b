"""Style: chatty loops with progress prints, accuracy on the side, device juggling, eval and train mode."""

import sys
import time

import torch
import torch.nn as nn

device = "cuda" if torch.cuda.is_available() else "cpu"
print(f"Using {device} device")

SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805


def bar(iterable, total):
    start = time.perf_counter()
    for i, item in enumerate(iterable, 1):
        yield item
        if i % 100 == 0 or i == total:
            rate = i / max(1e-9, time.perf_counter() - start)
            sys.stdout.write(f"\r{i / total:4.0%} |{'#' * (20 * i // total):20}| {i}/{total} [{rate:.0f}it/s]")
    sys.stdout.write("\n")


def relu(x):
    return (x + x.abs()) / 2


def tanh(x):
    y = torch.sigmoid(x + x)
    return y + y - 1


def selu(x):
    positive = torch.clamp(x, min=0)
    negative = SELU_ALPHA * (torch.exp(x * (x <= 0)) - 1)
    return SELU_SCALE * (positive * (x > 0) + negative * (x <= 0))


def collapse_linear(w1, b1, w2, b2):
    w = torch.zeros(w2.shape[0], w1.shape[1], dtype=w1.dtype, device=w1.device)
    w += w2 @ w1
    b = (w2 * b1).sum(dim=1) + b2
    return w, b


def make_sequential(num_input, num_hidden, num_output):
    net = nn.Sequential()
    net.append(nn.Linear(num_input, num_hidden))
    net.append(nn.Tanh())
    net.append(nn.Linear(num_hidden, num_output))
    print(net)
    return net


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        x = self.layer1(x)
        x = self.layer2(x)
        return self.layer3(x)


def count_parameters(net):
    count = 0
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        print(f"{name:>20}: {parameter.numel():6d}")
        count += parameter.nelement()
    return count


def copy_sequential(sequential, module):
    layers = {"layer1": sequential[0], "layer3": sequential[2]}
    for name, layer in layers.items():
        target = getattr(module, name)
        target.weight.data.copy_(layer.weight.data)
        target.bias.data.copy_(layer.bias.data)


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for epoch in bar(range(epochs), epochs):
        net.train()
        pred = net(x)
        loss = loss_fn(pred, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if epoch % 100 == 0:
            net.eval()
            with torch.no_grad():
                acc = ((torch.sigmoid(net(x)) > 0.5) == (y > 0.5)).float().mean().item()
            print(f"epoch {epoch}: loss {loss.item():>7f}, accuracy {100 * acc:>0.1f}%")
            net.train()
    return losses
