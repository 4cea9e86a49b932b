"""NumPy-minded: everything that may be an array is one, and goes back to a tensor at the end."""

import numpy as np
import torch


def arr(t):
    return t.detach().cpu().numpy()


def back(a, like):
    return torch.as_tensor(np.asarray(a), dtype=like.dtype, device=like.device)


def forward(x, params):
    X, W1, b1, W2, b2 = arr(x), arr(params["W1"]), arr(params["b1"]), arr(params["W2"]), arr(params["b2"])
    H = np.tanh(np.dot(X, W1) + b1)
    return back(np.dot(H, W2) + b2, x), (X, H)


def backward(dlogits, cache, params):
    X, H = cache
    D = arr(dlogits)
    dZ = np.dot(D, arr(params["W2"]).T) * (1.0 - np.square(H))
    grads = dict(W1=np.dot(X.T, dZ), b1=np.sum(dZ, axis=0), W2=np.dot(H.T, D), b2=np.sum(D, axis=0))
    return {k: back(v, params[k]) for k, v in grads.items()}


def numerical_gradient(f, x, eps=1e-6):
    X = arr(x).astype(np.float64)
    grad = np.zeros(X.shape)

    def value(A):
        return float(f(torch.from_numpy(A.copy()).to(x.device)))

    for idx in np.ndindex(*X.shape):
        hi, lo = X.copy(), X.copy()
        hi[idx] += eps
        lo[idx] -= eps
        grad[idx] = (value(hi) - value(lo)) / (2.0 * eps)
    return torch.from_numpy(grad).to(x.device)


def sgd_step(param, grad, state, lr):
    return back(arr(param) - lr * arr(grad), param), state


def momentum_step(param, grad, state, lr, momentum=0.9):
    v = np.zeros_like(arr(param)) if state is None else state
    v = momentum * v + arr(grad)
    return back(arr(param) - lr * v, param), v


def adagrad_step(param, grad, state, lr, eps=1e-10):
    g = arr(grad)
    s = (0 if state is None else state) + np.square(g)
    return back(arr(param) - lr * g / (np.sqrt(s) + eps), param), s


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    g = arr(grad)
    s = alpha * (0 if state is None else state) + (1 - alpha) * np.square(g)
    return back(arr(param) - lr * g / (np.sqrt(s) + eps), param), s


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    g = arr(grad)
    Eg, Ed = (np.zeros_like(g), np.zeros_like(g)) if state is None else state
    Eg = rho * Eg + (1 - rho) * g**2
    delta = -np.sqrt(Ed + eps) / np.sqrt(Eg + eps) * g
    Ed = rho * Ed + (1 - rho) * delta**2
    return back(arr(param) + lr * delta, param), (Eg, Ed)


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    g = arr(grad)
    t, m, v = (0, np.zeros_like(g), np.zeros_like(g)) if state is None else state
    t, m, v = t + 1, betas[0] * m + (1 - betas[0]) * g, betas[1] * v + (1 - betas[1]) * g * g
    mhat, vhat = m / (1 - np.power(betas[0], t)), v / (1 - np.power(betas[1], t))
    return back(arr(param) - lr * mhat / (np.sqrt(vhat) + eps), param), (t, m, v)


def make_optimizer(name, params, lr):
    names = np.array(["sgd", "momentum", "adagrad", "rmsprop", "adadelta", "adam"])
    if name not in names:
        raise ValueError(f"{name} is not one of {names.tolist()}")
    classes = [torch.optim.SGD, torch.optim.SGD, torch.optim.Adagrad, torch.optim.RMSprop]
    classes += [torch.optim.Adadelta, torch.optim.Adam]
    which = int(np.flatnonzero(names == name)[0])
    extra = {"momentum": 0.9} if name == "momentum" else {}
    return classes[which](params, lr=lr, **extra)


def train_loop(net, x, y, criterion, optimizer, epochs, batch_size=32, seed=0):
    rng = np.random.default_rng(seed)
    n = x.shape[0]
    out = np.zeros(epochs)
    for e in range(epochs):
        perm = rng.permutation(n)
        for start in np.arange(0, n, batch_size):
            idx = torch.from_numpy(perm[start : start + batch_size])
            loss = criterion(net(x[idx]), y[idx])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            out[e] += loss.item() * len(idx) / n
    return out.tolist()
