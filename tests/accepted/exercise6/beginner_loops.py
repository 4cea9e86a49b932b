"""Beginner's loops: one sample, one unit, one number at a time."""

import math

import torch


def forward(x, params):
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]
    n, d = x.shape
    h, k = W2.shape
    hidden = torch.zeros(n, h, dtype=x.dtype, device=x.device)
    logits = torch.zeros(n, k, dtype=x.dtype, device=x.device)
    for i in range(n):
        for j in range(h):
            total = b1[j]
            for m in range(d):
                total = total + x[i][m] * W1[m][j]
            hidden[i, j] = torch.tanh(total)
        for j in range(k):
            total = b2[j]
            for m in range(h):
                total = total + hidden[i][m] * W2[m][j]
            logits[i, j] = total
    cache = []
    for i in range(n):
        cache.append((x[i], hidden[i]))
    return logits, cache


def backward(dlogits, cache, params):
    grads = {}
    for name in params:
        grads[name] = torch.zeros_like(params[name])
    for i in range(len(cache)):
        xi, hi = cache[i]
        for j in range(dlogits.shape[1]):
            grads["b2"][j] += dlogits[i, j]
            for m in range(len(hi)):
                grads["W2"][m, j] += hi[m] * dlogits[i, j]
        for m in range(len(hi)):
            dh = 0
            for j in range(dlogits.shape[1]):
                dh = dh + dlogits[i, j] * params["W2"][m, j]
            dz = dh * (1 - hi[m]) * (1 + hi[m])
            grads["b1"][m] += dz
            for q in range(len(xi)):
                grads["W1"][q, m] += xi[q] * dz
    return grads


def numerical_gradient(f, x, eps=1e-6):
    values = x.detach().to(torch.float64).flatten().tolist()
    result = []
    for i in range(len(values)):
        up = list(values)
        up[i] = up[i] + eps
        down = list(values)
        down[i] = down[i] - eps
        up = torch.tensor(up, dtype=torch.float64, device=x.device).reshape(x.shape)
        down = torch.tensor(down, dtype=torch.float64, device=x.device).reshape(x.shape)
        result.append((float(f(up)) - float(f(down))) / (eps + eps))
    return torch.tensor(result, dtype=torch.float64, device=x.device).reshape(x.shape)


def to_list(t):
    return t.flatten().tolist()


def to_tensor(values, like):
    return torch.tensor(values, dtype=like.dtype, device=like.device).reshape(like.shape)


def sgd_step(param, grad, state, lr):
    new = []
    for p, g in zip(to_list(param), to_list(grad)):
        new.append(p - lr * g)
    return to_tensor(new, param), "nothing to remember"


def momentum_step(param, grad, state, lr, momentum=0.9):
    if state is None:
        state = [0.0] * param.numel()
    new, velocity = [], []
    for p, g, v in zip(to_list(param), to_list(grad), state):
        v = momentum * v + g
        velocity.append(v)
        new.append(p - lr * v)
    return to_tensor(new, param), velocity


def adagrad_step(param, grad, state, lr, eps=1e-10):
    if state is None:
        state = [0.0] * param.numel()
    new, sums = [], []
    for p, g, s in zip(to_list(param), to_list(grad), state):
        s = s + g * g
        sums.append(s)
        new.append(p - lr * g / (math.sqrt(s) + eps))
    return to_tensor(new, param), sums


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    if state is None:
        state = [0.0] * param.numel()
    new, means = [], []
    for p, g, s in zip(to_list(param), to_list(grad), state):
        s = alpha * s + (1 - alpha) * g * g
        means.append(s)
        new.append(p - lr * g / (math.sqrt(s) + eps))
    return to_tensor(new, param), means


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    if state is None:
        state = [(0.0, 0.0)] * param.numel()
    new, remember = [], []
    for p, g, (s, u) in zip(to_list(param), to_list(grad), state):
        s = rho * s + (1 - rho) * g * g
        step = math.sqrt(u + eps) / math.sqrt(s + eps) * g
        u = rho * u + (1 - rho) * step * step
        remember.append((s, u))
        new.append(p - lr * step)
    return to_tensor(new, param), remember


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    if state is None:
        state = (0, [(0.0, 0.0)] * param.numel())
    t = state[0] + 1
    new, remember = [], []
    for p, g, (m, v) in zip(to_list(param), to_list(grad), state[1]):
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g * g
        remember.append((m, v))
        new.append(p - lr * (m / (1 - betas[0] ** t)) / (math.sqrt(v / (1 - betas[1] ** t)) + eps))
    return to_tensor(new, param), (t, remember)


def make_optimizer(name, params, lr):
    choices = ["sgd", "momentum", "adagrad", "rmsprop", "adadelta", "adam"]
    if name not in choices:
        raise ValueError("the name has to be one of " + ", ".join(choices))
    if name == "sgd":
        return torch.optim.SGD(params, lr)
    if name == "momentum":
        return torch.optim.SGD(params, lr, 0.9)
    if name == "adagrad":
        return torch.optim.Adagrad(params, lr)
    if name == "rmsprop":
        return torch.optim.RMSprop(params, lr)
    if name == "adadelta":
        return torch.optim.Adadelta(params, lr)
    return torch.optim.Adam(params, lr)


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    torch.manual_seed(seed)
    all_losses = []
    for epoch in range(epochs):
        order = torch.randperm(len(x))
        position = 0
        loss_of_everybody = 0.0
        while position < len(x):
            batch_x, batch_y = [], []
            for i in order[position : position + batch_size].tolist():
                batch_x.append(x[i])
                batch_y.append(y[i])
            batch_x, batch_y = torch.stack(batch_x), torch.stack(batch_y)
            for p in net.parameters():
                p.grad = None
            output = net(batch_x)
            loss = criterion(output, batch_y)
            loss.backward()
            optimizer.step()
            loss_of_everybody = loss_of_everybody + float(loss.detach()) * len(batch_x)
            position = position + batch_size
        all_losses.append(loss_of_everybody / len(x))
    return all_losses
