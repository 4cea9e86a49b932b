"""Own classes where they are free: subclasses of torch's optimizers, a RandomSampler, a mixin with __call__."""

import torch
from torch.utils.data import BatchSampler, RandomSampler


class TwoLayers:
    def __init__(self, x, params):
        self.x, self.params = x, params

    def __call__(self):
        self.hidden = torch.tanh(torch.nn.functional.linear(self.x, self.params["W1"].T, self.params["b1"]))
        return torch.nn.functional.linear(self.hidden, self.params["W2"].T, self.params["b2"])

    def backward(self, d):
        inner = (1 - self.hidden**2) * (d @ self.params["W2"].T)
        return {"b2": d.sum(0), "W2": self.hidden.T @ d, "b1": inner.sum(0), "W1": self.x.T @ inner}


def forward(x, params):
    net = TwoLayers(x, params)
    return net(), net


def backward(dlogits, cache, params):
    return cache.backward(dlogits)


def numerical_gradient(f, x, eps=1e-6):
    x = torch.as_tensor(x).detach().type(torch.float64)
    result = torch.empty_like(x)
    for index in torch.ones_like(x).nonzero().cpu():
        unit = torch.zeros_like(x)
        unit[tuple(index)] = 1
        result[tuple(index)] = f(x + eps * unit).sub(f(x - eps * unit)).div(2 * eps)
    return result


class Rule:
    """A step with a memory that is copied before it changes."""

    slots = 0

    def __call__(self, param, grad, state, lr, **options):
        memory = (
            [torch.zeros_like(param) for _ in range(self.slots)] if state is None else [s.clone() for s in state[1]]
        )
        count = 1 if state is None else state[0] + 1
        step = self.step(grad, memory, count, **options)
        return param - lr * step, (count, memory)


class _Momentum(Rule):
    slots = 1

    def step(self, grad, memory, count, momentum=0.9):
        return memory[0].mul_(momentum).add_(grad).clone()


class _Adagrad(Rule):
    slots = 1

    def step(self, grad, memory, count, eps=1e-10):
        return grad / memory[0].addcmul_(grad, grad).sqrt().add_(eps)


class _RMSprop(Rule):
    slots = 1

    def step(self, grad, memory, count, alpha=0.99, eps=1e-8):
        return grad / memory[0].mul_(alpha).addcmul_(grad, grad, value=1 - alpha).sqrt().add_(eps)


class _Adadelta(Rule):
    slots = 2

    def step(self, grad, memory, count, rho=0.9, eps=1e-6):
        memory[0].mul_(rho).addcmul_(grad, grad, value=1 - rho)
        step = memory[1].add(eps).sqrt_().div_(memory[0].add(eps).sqrt_()).mul_(grad)
        memory[1].mul_(rho).addcmul_(step, step, value=1 - rho)
        return step


class _Adam(Rule):
    slots = 2

    def step(self, grad, memory, count, betas=(0.9, 0.999), eps=1e-8):
        memory[0].lerp_(grad, 1 - betas[0])
        memory[1].mul_(betas[1]).addcmul_(grad, grad.conj(), value=1 - betas[1])
        root = memory[1].sqrt() / (1 - betas[1] ** count) ** 0.5
        return memory[0] / (1 - betas[0] ** count) / (root + eps)


def sgd_step(param, grad, state, lr):
    return Rule.__call__(
        type("Plain", (Rule,), {"step": lambda self, grad, memory, count: grad})(), param, grad, state, lr
    )


def momentum_step(param, grad, state, lr, momentum=0.9):
    return _Momentum()(param, grad, state, lr, momentum=momentum)


def adagrad_step(param, grad, state, lr, eps=1e-10):
    return _Adagrad()(param, grad, state, lr, eps=eps)


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    return _RMSprop()(param, grad, state, lr, alpha=alpha, eps=eps)


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    return _Adadelta()(param, grad, state, lr, rho=rho, eps=eps)


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    return _Adam()(param, grad, state, lr, betas=betas, eps=eps)


class Momentum(torch.optim.SGD):
    def __init__(self, params, lr):
        super().__init__(params, lr=lr, momentum=0.9)


CHOICES = dict(
    sgd=torch.optim.SGD,
    momentum=Momentum,
    adagrad=torch.optim.Adagrad,
    rmsprop=torch.optim.RMSprop,
    adadelta=torch.optim.Adadelta,
    adam=torch.optim.Adam,
)


class UnknownOptimizer(ValueError):
    def __str__(self):
        return f"{self.args[0]!r} is not one of {tuple(CHOICES)}"


def make_optimizer(name, params, lr):
    try:
        return CHOICES[name](list(params), lr=lr)
    except KeyError:
        raise UnknownOptimizer(name)


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    sampler = BatchSampler(RandomSampler(range(len(x)), generator=generator), batch_size, drop_last=False)
    losses = []
    for _ in range(epochs):
        seen = loss_sum = 0
        for rows in sampler:
            optimizer.zero_grad(set_to_none=False)
            loss = criterion(net(x[rows]), y[rows])
            loss.backward()
            optimizer.step()
            seen, loss_sum = seen + len(rows), loss_sum + len(rows) * loss.item()
        losses.append(loss_sum / seen)
    return losses
