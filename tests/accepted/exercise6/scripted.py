"""torch.jit.script around the formulas, and a dataclass for what is remembered."""

import warnings
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

with warnings.catch_warnings():
    warnings.simplefilter("ignore")

    @torch.jit.script
    def hidden_layer(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
        return torch.tanh(torch.matmul(x, w) + b)

    @torch.jit.script
    def slope(hidden: Tensor) -> Tensor:
        return 1 - hidden * hidden


def forward(x, params):
    hidden = hidden_layer(x, params["W1"], params["b1"])
    return torch.matmul(hidden, params["W2"]) + params["b2"], [x, hidden]


def backward(dlogits, cache, params):
    x, hidden = cache
    dz = torch.matmul(dlogits, params["W2"].transpose(0, 1)) * slope(hidden)
    ones = torch.ones(1, len(x), dtype=x.dtype, device=x.device)
    return {
        "W1": x.transpose(0, 1) @ dz,
        "b1": (ones @ dz).squeeze(0),
        "W2": hidden.transpose(0, 1) @ dlogits,
        "b2": (ones @ dlogits).squeeze(0),
    }


def numerical_gradient(f, x, eps=1e-6):
    wide = x.detach().double()
    shifts = torch.eye(wide.numel(), dtype=torch.float64, device=wide.device).reshape(-1, *wide.shape) * eps
    slopes = [(f(wide + s) - f(wide - s)) / (2 * eps) for s in shifts]
    return torch.stack([torch.as_tensor(s) for s in slopes]).reshape(wide.shape)


@dataclass(frozen=True)
class Memory:
    count: int
    first: Tensor
    second: Tensor


def remembered(state, param):
    return Memory(0, torch.zeros_like(param), torch.zeros_like(param)) if state is None else state


def sgd_step(param, grad, state, lr):
    return torch.add(param, grad, alpha=-lr), None


def momentum_step(param, grad, state, lr, momentum=0.9):
    memory = remembered(state, param)
    memory = replace(memory, first=torch.add(grad, memory.first, alpha=momentum))
    return torch.add(param, memory.first, alpha=-lr), memory


def adagrad_step(param, grad, state, lr, eps=1e-10):
    memory = remembered(state, param)
    memory = replace(memory, second=torch.addcmul(memory.second, grad, grad))
    return torch.addcdiv(param, grad, memory.second.sqrt().add(eps), value=-lr), memory


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    memory = remembered(state, param)
    memory = replace(memory, second=torch.addcmul(memory.second * alpha, grad, grad, value=1 - alpha))
    return torch.addcdiv(param, grad, memory.second.sqrt().add(eps), value=-lr), memory


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    memory = remembered(state, param)
    second = torch.addcmul(memory.second * rho, grad, grad, value=1 - rho)
    step = grad * memory.first.add(eps).sqrt() * second.add(eps).rsqrt()
    return param - lr * step, Memory(0, torch.addcmul(memory.first * rho, step, step, value=1 - rho), second)


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    memory = remembered(state, param)
    count = memory.count + 1
    first = memory.first * betas[0] + grad * (1 - betas[0])
    second = memory.second * betas[1] + grad * grad * (1 - betas[1])
    share, share_of_squares = 1 - betas[0] ** count, 1 - betas[1] ** count
    root = second.sqrt() / share_of_squares**0.5 + eps
    return param - (lr / share) * first / root, Memory(count, first, second)


def make_optimizer(name, params, lr):
    if name in ("sgd", "momentum"):
        return torch.optim.SGD(params, lr, momentum=0.9 * (name == "momentum"))
    classes = [torch.optim.Adagrad, torch.optim.RMSprop, torch.optim.Adadelta, torch.optim.Adam]
    for one in classes:
        if one.__name__.lower() == name:
            return one(params, lr=lr)
    raise ValueError(f"{name}: not among sgd, momentum, {', '.join(c.__name__.lower() for c in classes)}")


def train_loop(net: nn.Module, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    draw = torch.Generator().manual_seed(seed)
    means = []
    for _ in range(epochs):
        order = torch.rand(len(x), generator=draw).argsort().to(x.device)
        terms = []
        for rows in torch.split(order, batch_size):
            net.zero_grad(set_to_none=True)
            loss = criterion(net(x[rows]), y[rows])
            loss.backward()
            optimizer.step()
            terms.append(loss.detach() * len(rows))
        means.append((torch.stack(terms).sum() / len(x)).item())
    return means
