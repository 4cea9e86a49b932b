"""Einsum everywhere, and steps written from one recurrence."""

import torch
from torch import einsum
from torch.utils.data import DataLoader, TensorDataset


def forward(x, params):
    pre = einsum("nd,dh->nh", x, params["W1"]) + params["b1"]
    act = pre.tanh()
    return einsum("nh,hk->nk", act, params["W2"]) + params["b2"], (x, pre, act)


def backward(dlogits, cache, params):
    x, pre, _ = cache
    sech = 1 / torch.cosh(pre)
    blame = einsum("nk,hk,nh,nh->nh", dlogits, params["W2"], sech, sech)
    return {
        "b2": einsum("nk->k", dlogits),
        "W2": einsum("nh,nk->hk", pre.tanh(), dlogits),
        "b1": einsum("nh->h", blame),
        "W1": einsum("nd,nh->dh", x, blame),
    }


def numerical_gradient(f, x, eps=1e-6):
    x = x.detach().double()
    basis = torch.eye(x.numel(), dtype=torch.float64, device=x.device) * eps
    slopes = [(f(x + step.reshape(x.shape)) - f(x - step.reshape(x.shape))) / (2 * eps) for step in basis]
    return torch.stack([torch.as_tensor(slope, dtype=torch.float64) for slope in slopes]).reshape(x.shape)


def mixed(old, new, keep):
    return (1 - keep) * new if old is None else keep * old + (1 - keep) * new


def sgd_step(param, grad, state, lr):
    return torch.add(param, grad, alpha=-lr), state


def momentum_step(param, grad, state, lr, momentum=0.9):
    velocity = grad.clone() if state is None else torch.add(grad, state, alpha=momentum)
    return torch.sub(param, velocity, alpha=lr), velocity


def adagrad_step(param, grad, state, lr, eps=1e-10):
    total = grad.square() if state is None else torch.addcmul(state, grad, grad)
    return torch.addcdiv(param, grad, total.sqrt() + eps, value=-lr), total


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    square = mixed(state, grad.square(), alpha)
    return torch.addcdiv(param, grad, square.sqrt() + eps, value=-lr), square


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    old_square, old_step = (None, torch.zeros_like(grad)) if state is None else state
    square = mixed(old_square, grad.square(), rho)
    step = grad * torch.sqrt((old_step + eps) / (square + eps))
    return param - lr * step, (square, mixed(old_step, step.square(), rho))


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    m, v, power1, power2 = (None, None, 1.0, 1.0) if state is None else state
    m, v = mixed(m, grad, betas[0]), mixed(v, grad.square(), betas[1])
    power1, power2 = power1 * betas[0], power2 * betas[1]
    step = m / (1 - power1) / ((v / (1 - power2)).sqrt() + eps)
    return param - lr * step, (m, v, power1, power2)


def make_optimizer(name, params, lr):
    match name:
        case "sgd" | "momentum":
            return torch.optim.SGD(params, lr, momentum=0.9 * (name == "momentum"))
        case "adagrad":
            return torch.optim.Adagrad(params, lr)
        case "rmsprop":
            return torch.optim.RMSprop(params, lr)
        case "adadelta":
            return torch.optim.Adadelta(params, lr)
        case "adam":
            return torch.optim.Adam(params, lr)
    raise ValueError(f"no optimizer {name!r}: choose sgd, momentum, adagrad, rmsprop, adadelta, adam")


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(TensorDataset(x, y), batch_size=batch_size, shuffle=True, generator=generator)
    history = []
    for _ in range(epochs):
        sizes, losses = [], []
        for xb, yb in loader:
            optimizer.zero_grad(set_to_none=False)
            loss = criterion(net(xb), yb)
            loss.backward()
            optimizer.step()
            sizes.append(float(len(xb)))
            losses.append(loss.item())
        history.append(einsum("b,b->", torch.tensor(sizes).double(), torch.tensor(losses).double()).item() / len(x))
    return history
