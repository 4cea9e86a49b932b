"""Object-minded: a class for the net's layers and one for every rule, the functions are thin doors to them."""

import copy

import torch
from torch.utils.data import BatchSampler, DataLoader, RandomSampler, TensorDataset


class Dense:
    def __init__(self, weight, bias):
        self.weight, self.bias, self.input = weight, bias, None

    def forward(self, x):
        self.input = x
        return torch.addmm(self.bias, x, self.weight)

    def backward(self, dout):
        self.dweight, self.dbias = self.input.t().mm(dout), dout.sum(0)
        return dout.mm(self.weight.t())


class Tanh:
    def forward(self, x):
        self.out = x.tanh()
        return self.out

    def backward(self, dout):
        return dout - dout * self.out**2


def forward(x, params):
    layers = [Dense(params["W1"], params["b1"]), Tanh(), Dense(params["W2"], params["b2"])]
    for layer in layers:
        x = layer.forward(x)
    return x, layers


def backward(dlogits, cache, params):
    flow = dlogits
    for layer in reversed(cache):
        flow = layer.backward(flow)
    first, _, last = cache
    return {"W1": first.dweight, "b1": first.dbias, "W2": last.dweight, "b2": last.dbias, "x": flow}


def numerical_gradient(f, x, eps=1e-6):
    base = x.detach().double()
    out = torch.zeros(base.numel(), dtype=torch.float64, device=base.device)
    for i in range(base.numel()):
        values = []
        for sign in (1, -1):
            moved = base.reshape(-1).clone()
            moved[i] += sign * eps
            values.append(f(moved.view(base.shape)))
        out[i] = (values[0] - values[1]) / eps / 2
    return out.view(base.shape)


class Rule:
    def __init__(self, param):
        self.t, self.first, self.second = 0, torch.zeros_like(param), torch.zeros_like(param)

    def step(self, param, grad, lr, **settings):
        self.t += 1
        return param - lr * self.direction(grad, **settings)

    def direction(self, grad):
        return grad


class Momentum(Rule):
    def direction(self, grad, momentum):
        self.first = self.first * momentum + grad
        return self.first


class Adagrad(Rule):
    def direction(self, grad, eps):
        self.second = self.second + grad * grad
        return grad / (eps + self.second.sqrt())


class RMSprop(Rule):
    def direction(self, grad, alpha, eps):
        self.second = self.second + (1 - alpha) * (grad * grad - self.second)
        return grad / (eps + self.second.sqrt())


class Adadelta(Rule):
    def direction(self, grad, rho, eps):
        self.second = self.second * rho + grad * grad * (1 - rho)
        way = ((self.first + eps) / (self.second + eps)) ** 0.5 * grad
        self.first = self.first * rho + way * way * (1 - rho)
        return way


class Adam(Rule):
    def direction(self, grad, betas, eps):
        self.first = betas[0] * self.first + (1 - betas[0]) * grad
        self.second = betas[1] * self.second + (1 - betas[1]) * grad * grad
        tall = self.second.sqrt() / (1 - betas[1] ** self.t) ** 0.5 + eps
        return self.first / tall / (1 - betas[0] ** self.t)


def one(kind, param, grad, state, lr, **settings):
    rule = kind(param) if state is None else copy.deepcopy(state)
    return rule.step(param, grad, lr, **settings), rule


def sgd_step(param, grad, state, lr):
    return one(Rule, param, grad, state, lr)


def momentum_step(param, grad, state, lr, momentum=0.9):
    return one(Momentum, param, grad, state, lr, momentum=momentum)


def adagrad_step(param, grad, state, lr, eps=1e-10):
    return one(Adagrad, param, grad, state, lr, eps=eps)


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    return one(RMSprop, param, grad, state, lr, alpha=alpha, eps=eps)


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    return one(Adadelta, param, grad, state, lr, rho=rho, eps=eps)


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    return one(Adam, param, grad, state, lr, betas=betas, eps=eps)


class UnknownOptimizer(ValueError):
    pass


def make_optimizer(name, params, lr):
    table = {
        "sgd": ("SGD", {}),
        "momentum": ("SGD", {"momentum": 0.9}),
        "adagrad": ("Adagrad", {}),
        "rmsprop": ("RMSprop", {}),
        "adadelta": ("Adadelta", {}),
        "adam": ("Adam", {}),
    }
    if name not in table:
        raise UnknownOptimizer(f"choose from {sorted(table)}")
    kind, extra = table[name]
    return getattr(torch.optim, kind)(list(params), lr=lr, **extra)


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    data = TensorDataset(x, y)
    sampler = RandomSampler(data, generator=torch.Generator().manual_seed(seed))
    loader = DataLoader(data, batch_sampler=BatchSampler(sampler, batch_size, drop_last=False))
    history = []
    for _ in range(epochs):
        seen = []
        for features, targets in loader:
            optimizer.zero_grad()
            loss = criterion(net(features), targets)
            seen += [loss.item()] * len(features)
            loss.backward()
            optimizer.step()
        history.append(sum(seen) / len(seen))
    return history
