"""Old style: Variable and .data, as in PyTorch 0.3 tutorials."""

import random

import torch
from torch.autograd import Variable


def forward(x, params):
    z = Variable(x).mm(params["W1"]) + params["b1"].expand(x.size(0), params["b1"].size(0))
    hidden = z.tanh()
    logits = hidden.mm(params["W2"]) + params["b2"].expand(x.size(0), params["b2"].size(0))
    return logits, {"x": x.data, "z": z.data}


def backward(dlogits, cache, params):
    a = torch.tanh(cache["z"])
    grads = {}
    grads["W2"] = torch.mm(torch.t(a), dlogits.data)
    grads["b2"] = torch.sum(dlogits.data, 0)
    delta = torch.mm(dlogits.data, torch.t(params["W2"].data)) * (torch.ones_like(a) - torch.mul(a, a))
    grads["W1"] = torch.mm(torch.t(cache["x"]), delta)
    grads["b1"] = torch.sum(delta, 0)
    return grads


def numerical_gradient(f, x, eps=1e-6):
    point = x.data.double().clone().contiguous()
    result = torch.zeros(point.size()).double().type_as(point)
    flat_point, flat_result = point.view(-1), result.view(-1)
    for i in range(flat_point.numel()):
        old = flat_point[i].item()
        flat_point[i] = old + eps
        high = f(point)
        flat_point[i] = old - eps
        low = f(point)
        flat_point[i] = old
        flat_result[i] = (high - low) / (2 * eps)
    return result


def sgd_step(param, grad, state, lr):
    new = param.data.clone()
    new.add_(grad.data, alpha=-lr)
    return new, None


def momentum_step(param, grad, state, lr, momentum=0.9):
    if state is None:
        buf = grad.data.clone()
    else:
        buf = state.clone().mul_(momentum).add_(grad.data)
    return param.data.clone().add_(buf, alpha=-lr), buf


def adagrad_step(param, grad, state, lr, eps=1e-10):
    total = param.data.new(param.size()).zero_() if state is None else state.clone()
    total.addcmul_(grad.data, grad.data, value=1)
    return param.data.clone().addcdiv_(grad.data, total.sqrt().add_(eps), value=-lr), total


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    square = param.data.new(param.size()).zero_() if state is None else state.clone()
    square.mul_(alpha).addcmul_(grad.data, grad.data, value=1 - alpha)
    return param.data.clone().addcdiv_(grad.data, square.sqrt().add_(eps), value=-lr), square


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    if state is None:
        state = {"square": torch.zeros_like(param.data), "delta": torch.zeros_like(param.data)}
    square = state["square"].clone().mul_(rho).addcmul_(grad.data, grad.data, value=1 - rho)
    std = square.add(eps).sqrt_()
    delta = state["delta"].add(eps).sqrt_().div_(std).mul_(grad.data)
    acc = state["delta"].clone().mul_(rho).addcmul_(delta, delta, value=1 - rho)
    return param.data.clone().add_(delta, alpha=-lr), {"square": square, "delta": acc}


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if state is None:
        state = {"step": 0, "m": torch.zeros_like(param.data), "v": torch.zeros_like(param.data)}
    beta1, beta2 = betas
    new = {"step": state["step"] + 1}
    new["m"] = state["m"].clone().mul_(beta1).add_(grad.data, alpha=1 - beta1)
    new["v"] = state["v"].clone().mul_(beta2).addcmul_(grad.data, grad.data, value=1 - beta2)
    correction1 = 1 - beta1 ** new["step"]
    correction2 = 1 - beta2 ** new["step"]
    denom = new["v"].sqrt().div_(correction2**0.5).add_(eps)
    return param.data.clone().addcdiv_(new["m"], denom, value=-lr / correction1), new


def make_optimizer(name, params, lr):
    if name == "sgd":
        return torch.optim.SGD(params, lr=lr)
    elif name == "momentum":
        return torch.optim.SGD(params, lr=lr, momentum=0.9)
    elif name == "adagrad":
        return torch.optim.Adagrad(params, lr=lr)
    elif name == "rmsprop":
        return torch.optim.RMSprop(params, lr=lr)
    elif name == "adadelta":
        return torch.optim.Adadelta(params, lr=lr)
    elif name == "adam":
        return torch.optim.Adam(params, lr=lr)
    else:
        raise ValueError("optimizer must be sgd, momentum, adagrad, rmsprop, adadelta or adam, not %s" % name)


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    rng = random.Random(seed)
    indices = list(range(x.size(0)))
    history = []
    for epoch in range(epochs):
        rng.shuffle(indices)
        running_loss = 0.0
        for i in range(0, len(indices), batch_size):
            batch = torch.LongTensor(indices[i : i + batch_size])
            inputs, labels = Variable(x.index_select(0, batch)), Variable(y.index_select(0, batch))
            optimizer.zero_grad()
            loss = criterion(net(inputs), labels)
            loss.backward()
            optimizer.step()
            running_loss += loss.data.item() * batch.size(0)
        history.append(running_loss / len(indices))
    return history
