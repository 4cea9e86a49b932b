"""Optimizers as dictionaries of state; make_optimizer from a table of lambdas; batches from torch.split."""

import torch


def forward(x, params):
    hidden = torch.addmm(params["b1"], x, params["W1"]).tanh()
    return torch.addmm(params["b2"], hidden, params["W2"]), dict(x=x, hidden=hidden)


def backward(dlogits, cache, params):
    hidden = cache["hidden"]
    back = torch.mm(dlogits, params["W2"].t()).mul(1 - hidden.pow(2))
    grads = {}
    grads["W2"], grads["b2"] = hidden.t().mm(dlogits), dlogits.sum(0)
    grads["W1"], grads["b1"] = cache["x"].t().mm(back), back.sum(0)
    return grads


def numerical_gradient(f, x, eps=1e-6):
    x = x.to(torch.float64)
    steps = torch.eye(x.numel(), dtype=torch.float64, device=x.device) * eps
    slopes = [float(f(x + s.view(x.shape))) - float(f(x - s.view(x.shape))) for s in steps]
    return torch.tensor(slopes, dtype=torch.float64, device=x.device).view(x.shape) / (2 * eps)


def sgd_step(param, grad, state, lr):
    return torch.add(param, grad, alpha=-lr), {}


def momentum_step(param, grad, state, lr, momentum=0.9):
    velocity = grad.clone() if not state else state["velocity"] * momentum + grad
    return param - velocity * lr, {"velocity": velocity}


def adagrad_step(param, grad, state, lr, eps=1e-10):
    total = (state["total"] if state else 0) + grad.square()
    return param - lr * grad / (total.sqrt() + eps), {"total": total}


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    mean = torch.lerp((state or {"mean": torch.zeros_like(grad)})["mean"], grad**2, 1 - alpha)
    return param - lr * grad / (mean**0.5 + eps), {"mean": mean}


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    old = state or {"g": torch.zeros_like(param), "d": torch.zeros_like(param)}
    g = rho * old["g"] + (1 - rho) * grad.pow(2)
    move = ((old["d"] + eps) / (g + eps)).sqrt() * grad
    return param - lr * move, {"g": g, "d": rho * old["d"] + (1 - rho) * move.pow(2)}


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    old = state or {"m": 0.0, "v": 0.0, "t": 0}
    b1, b2 = betas
    new = {"m": b1 * old["m"] + (1 - b1) * grad, "v": b2 * old["v"] + (1 - b2) * grad * grad, "t": old["t"] + 1}
    rate = lr * (1 - b2 ** new["t"]) ** 0.5 / (1 - b1 ** new["t"])
    return param - rate * new["m"] / (new["v"].sqrt() + eps * (1 - b2 ** new["t"]) ** 0.5), new


TABLE = {
    "sgd": lambda p, lr: torch.optim.SGD(p, lr=lr),
    "momentum": lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9),
    "adagrad": lambda p, lr: torch.optim.Adagrad(p, lr=lr),
    "rmsprop": lambda p, lr: torch.optim.RMSprop(p, lr=lr),
    "adadelta": lambda p, lr: torch.optim.Adadelta(p, lr=lr),
    "adam": lambda p, lr: torch.optim.Adam(p, lr=lr),
}


def make_optimizer(name, params, lr):
    if name not in TABLE:
        raise ValueError("unknown optimizer; choose one of " + ", ".join(TABLE))
    return TABLE[name](params, lr)


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    generator, losses = torch.Generator(), []
    generator.manual_seed(seed)
    for _ in range(epochs):
        sums = []
        for rows in torch.randperm(x.shape[0], generator=generator).to(x.device).split(batch_size):
            loss = criterion(net(x[rows]), y[rows])
            net.zero_grad()
            loss.backward()
            optimizer.step()
            sums.append(loss.item() * rows.numel())
        losses.append(sum(sums) / x.shape[0])
    return losses
