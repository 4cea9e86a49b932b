"""Named tuples for states, closures for the optimizer's step, an assignment expression here and there."""

from collections import namedtuple

import torch

Cache = namedtuple("Cache", "x hidden")
Adam = namedtuple("Adam", "t m v")
Delta = namedtuple("Delta", "squares steps")


def forward(x, params):
    return (hidden := (x @ params["W1"]).add(params["b1"]).tanh()) @ params["W2"] + params["b2"], Cache(x, hidden)


def backward(dlogits, cache, params):
    through = dlogits @ params["W2"].mT
    dz = torch.ops.aten.mul(through, torch.ones_like(cache.hidden) - cache.hidden.square())
    layers = ((cache.x, dz, "1"), (cache.hidden, dlogits, "2"))
    grads = {}
    for before, after, number in layers:
        grads["W" + number] = torch.einsum("ni,nj->ij", before, after)
        grads["b" + number] = torch.einsum("nj->j", after)
    return grads


def numerical_gradient(f, x, eps=1e-6):
    x = x.detach().to(dtype=torch.float64, copy=True)

    def slope(i):
        sides = []
        for sign in (1, -1):
            moved = x.clone()
            moved.view(-1)[i] += sign * eps
            sides.append(float(f(moved)))
        return (sides[0] - sides[1]) / (2 * eps)

    x = x.contiguous()
    return torch.tensor(list(map(slope, range(x.numel()))), dtype=x.dtype, device=x.device).reshape_as(x)


def sgd_step(param, grad, state, lr):
    with torch.no_grad():
        return param + grad * -lr, state


def momentum_step(param, grad, state, lr, momentum=0.9):
    # The rate inside the velocity: the same steps as long as the rate stays.
    change = -lr * grad if state is None else momentum * state - lr * grad
    return param + change, change


def adagrad_step(param, grad, state, lr, eps=1e-10):
    history = [] if state is None else state
    history = [*history, grad]
    return param - lr * grad / (sum(one**2 for one in history).sqrt() + eps), history


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    mean = (grad**2).mul(1 - alpha) if state is None else state + (1 - alpha) * (grad**2 - state)
    return param - lr * grad / (mean**0.5 + eps), mean


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    old = Delta(torch.zeros_like(grad), torch.zeros_like(grad)) if state is None else state
    squares = old.squares.lerp(grad.square(), 1 - rho)
    change = -torch.sqrt(old.steps + eps) / torch.sqrt(squares + eps) * grad
    return param + lr * change, Delta(squares, old.steps.lerp(change.square(), 1 - rho))


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    t, m, v = state or Adam(0, torch.zeros_like(param), torch.zeros_like(param))
    new = Adam(t + 1, m + (1 - betas[0]) * (grad - m), v + (1 - betas[1]) * (grad * grad - v))
    unbiased = [mean / (1 - beta**new.t) for mean, beta in zip(new[1:], betas)]
    return param - lr * unbiased[0] / (torch.sqrt(unbiased[1]) + eps), new


NAMES = "sgd momentum adagrad rmsprop adadelta adam".split()


def make_optimizer(name, params, lr):
    if name not in NAMES:
        raise ValueError(name, NAMES)
    extra = {"momentum": 0.9} if name == "momentum" else {}
    kind = {"sgd": "SGD", "momentum": "SGD", "rmsprop": "RMSprop"}.get(name, name.capitalize())
    return getattr(torch.optim, kind)(params, lr=lr, **extra)


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    torch.manual_seed(seed)

    def epoch():
        total = 0.0
        for rows in torch.randperm(len(x)).split(batch_size):

            def closure():
                optimizer.zero_grad()
                loss = criterion(net(x[rows]), y[rows])
                loss.backward()
                return loss

            total += float(optimizer.step(closure)) * len(rows)
        return total / len(x)

    return [epoch() for _ in range(epochs)]
