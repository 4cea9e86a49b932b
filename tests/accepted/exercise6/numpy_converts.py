"""Someone who thinks in NumPy loops: flat indices, lists of lists, and random.shuffle for the order."""

import random

import numpy as np
import torch


def forward(x, params):
    pre = torch.stack([row @ params["W1"] + params["b1"] for row in x])
    act = torch.stack([torch.tanh(row) for row in pre])
    out = torch.stack([row @ params["W2"] + params["b2"] for row in act])
    return out, dict(inputs=x, act=act)


def backward(dlogits, cache, params):
    grads = {name: torch.zeros_like(value) for name, value in params.items()}
    for x, a, d in zip(cache["inputs"], cache["act"], dlogits):
        grads["W2"] = grads["W2"] + torch.outer(a, d)
        grads["b2"] = grads["b2"] + d
        back = (params["W2"] @ d) * (1 - a) * (1 + a)
        grads["W1"] = grads["W1"] + torch.outer(x, back)
        grads["b1"] = grads["b1"] + back
    return grads


def numerical_gradient(f, x, eps=1e-6):
    where, x = x.device, x.detach().cpu().numpy().astype(np.float64)
    grad = np.zeros_like(x)
    for index in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[index] += eps
        down[index] -= eps
        grad[index] = (float(f(torch.tensor(up).to(where))) - float(f(torch.tensor(down).to(where)))) / (2 * eps)
    return torch.tensor(grad).to(where)


def sgd_step(param, grad, state, lr):
    return param - torch.mul(grad, lr), 0 if state is None else state + 1


def momentum_step(param, grad, state, lr, momentum=0.9):
    gradients = [grad] if state is None else [*state, grad]
    velocity = sum(momentum**age * one for age, one in enumerate(reversed(gradients)))
    return param - lr * velocity, gradients


def adagrad_step(param, grad, state, lr, eps=1e-10):
    state = state if state is not None else torch.zeros(grad.shape, dtype=grad.dtype, device=grad.device)
    state = state + torch.pow(grad, 2)
    return param - lr * torch.div(grad, torch.pow(state, 0.5) + eps), state


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    if state is None:
        state = (torch.zeros_like(grad),)
    mean = alpha * state[0] + (1.0 - alpha) * torch.pow(grad, 2)
    return param - lr * torch.div(grad, torch.sqrt(mean) + eps), (mean,)


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    if state is None:
        state = [torch.zeros_like(grad), torch.zeros_like(grad)]
    first = rho * state[0] + (1 - rho) * grad**2

    def rms(value):
        return torch.sqrt(value + eps)

    step = rms(state[1]) / rms(first) * grad
    return param - lr * step, [first, rho * state[1] + (1 - rho) * step**2]


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if state is None:
        state = {"m": 0.0, "v": 0.0, "powers": (1.0, 1.0)}
    powers = (state["powers"][0] * betas[0], state["powers"][1] * betas[1])
    m = betas[0] * state["m"] + (1 - betas[0]) * grad
    v = betas[1] * state["v"] + (1 - betas[1]) * grad**2
    return (
        param - lr * (m / (1 - powers[0])) / (torch.sqrt(v / (1 - powers[1])) + eps),
        {"m": m, "v": v, "powers": powers},
    )


def make_optimizer(name, params, lr):
    options = ["sgd", "momentum", "adagrad", "rmsprop", "adadelta", "adam"]
    assert isinstance(name, str)
    try:
        which = options.index(name)
    except ValueError as error:
        raise ValueError("the optimizer must be one of " + str(options)) from error
    kinds = (torch.optim.SGD, torch.optim.SGD, torch.optim.Adagrad, torch.optim.RMSprop, torch.optim.Adadelta)
    kind = (*kinds, torch.optim.Adam)[which]
    return kind(params, lr=lr, **({"momentum": 0.9} if which == 1 else {}))


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    shuffler, order, losses = random.Random(seed), list(range(len(x))), []
    for _ in range(epochs):
        shuffler.shuffle(order)
        weighted = []
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            loss = criterion(net(x[chosen]), y[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            weighted.append(loss.item() * len(chosen))
        losses.append(float(np.sum(weighted) / len(x)))
    return losses
