#!/usr/bin/env python
# coding: utf-8

# # Exercise 6
# Exported from a notebook: cells, prints, and a small training run while the file is read.

# In[1]:

import random

import numpy as np
import torch
from torch import mm, tanh
from torch.nn import *  # noqa: F403
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(42)
np.random.seed(42)
random.seed(42)

# In[2]:


def forward(x, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    h = tanh(mm(x, W1) + b1)
    return mm(h, W2) + b2, (x, h)


def backward(dlogits, cache, params):
    x, h = cache
    dW2 = mm(h.t(), dlogits)
    db2 = dlogits.sum(0)
    dh = mm(dlogits, params["W2"].t())
    dz = dh - dh * h * h
    return dict(W1=mm(x.t(), dz), b1=dz.sum(0), W2=dW2, b2=db2)


# In[3]:


def numerical_gradient(f, x, eps=1e-6):
    x64 = x.detach().double()
    g = []
    for i in range(x64.numel()):
        e = torch.zeros(x64.numel(), dtype=torch.float64, device=x.device)
        e[i] = eps
        e = e.view(x64.shape)
        g.append((float(f(x64 + e)) - float(f(x64 - e))) / (2 * eps))
    return torch.tensor(g, dtype=torch.float64, device=x.device).reshape(x64.shape)


print(numerical_gradient(lambda v: (v**3).sum(), torch.tensor([1.0, 2.0]), 0.1))

# In[4]:


def sgd_step(param, grad, state, lr):
    return param.sub(grad, alpha=lr), state


def momentum_step(param, grad, state, lr, momentum=0.9):
    v = grad if state is None else state * momentum + grad
    return param.sub(v, alpha=lr), v


def adagrad_step(param, grad, state, lr, eps=1e-10):
    G = (0 if state is None else state) + grad * grad
    return param - lr * grad / (G.sqrt() + eps), G


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    S = (0 if state is None else alpha * state) + (1 - alpha) * grad * grad
    return param - lr * grad / (S.sqrt() + eps), S


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    Eg, Ed = (0, torch.zeros_like(param)) if state is None else state
    Eg = rho * Eg + (1 - rho) * grad * grad
    d = ((Ed + eps) / (Eg + eps)).sqrt() * grad
    return param - lr * d, (Eg, rho * Ed + (1 - rho) * d * d)


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t, M, V = (0, 0, 0) if state is None else state
    t, M, V = t + 1, betas[0] * M + (1 - betas[0]) * grad, betas[1] * V + (1 - betas[1]) * grad * grad
    return param - lr * (M / (1 - betas[0] ** t)) / ((V / (1 - betas[1] ** t)).sqrt() + eps), (t, M, V)


# In[5]:


def make_optimizer(name, params, lr):
    from torch import optim

    makers = {
        "sgd": lambda: optim.SGD(params, lr=lr),
        "momentum": lambda: optim.SGD(params, lr=lr, momentum=0.9),
        "adagrad": lambda: optim.Adagrad(params, lr=lr),
        "rmsprop": lambda: optim.RMSprop(params, lr=lr),
        "adadelta": lambda: optim.Adadelta(params, lr=lr),
        "adam": lambda: optim.Adam(params, lr=lr),
    }
    if name not in makers:
        raise ValueError("pick one of " + ", ".join(makers))
    return makers[name]()


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    g = torch.Generator()
    g.manual_seed(seed)
    dl = DataLoader(TensorDataset(x, y), batch_size=batch_size, shuffle=True, generator=g)
    hist = []
    for _ in range(epochs):
        tot = 0.0
        for xb, yb in dl:
            optimizer.zero_grad()
            l = criterion(net(xb), yb)  # noqa: E741
            l.backward()
            optimizer.step()
            tot += l.item() * len(xb)
        hist.append(tot / len(dl.dataset))
    return hist


# In[6]:

X = torch.randn(50, 3)
Y = (X.sum(1) > 0).long()
model = torch.nn.Sequential(torch.nn.Linear(3, 8), torch.nn.Tanh(), torch.nn.Linear(8, 2))
history = train_loop(model, X, Y, torch.nn.CrossEntropyLoss(), make_optimizer("adam", model.parameters(), 0.01), 5)
for i, h in enumerate(history):
    print(f"epoch {i}: loss {h:.4f}")
