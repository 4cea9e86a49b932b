"""Style: a class with a history; a training loop that runs on import, on data of its own."""

import math
from dataclasses import dataclass, field

import torch


def gradient_of_square(x):
    return torch.autograd.functional.jacobian(lambda t: ((t + 2) ** 2).sum(), x.detach())


def partial_gradients(f, x, y):
    return torch.autograd.functional.jacobian(f, (x.detach(), y.detach()))


def linear_model(x, w, b):
    return torch.nn.functional.linear(x, w.T, b)


def mse_loss(y_pred, y):
    if tuple(y_pred.shape) != tuple(y.shape):
        raise ValueError("mse_loss: two shapes")
    return torch.nn.MSELoss()(y_pred, y)


def mse_gradients(x, y, w, b):
    padded = torch.cat([x, torch.ones_like(x[:, :1])], 1)
    both = padded.T @ (padded @ torch.cat([w, b[None]]) - y) * (2 / len(x))
    return both[:-1], both[-1]


def gradient_step(params, grads, lr):
    return list(torch._foreach_sub(list(params), torch._foreach_mul(list(grads), lr)))


@dataclass
class Line:
    features: int
    like: torch.Tensor
    history: list = field(default_factory=list)

    def __post_init__(self):
        self.w = self.like.new_zeros(self.features, 1)
        self.b = self.like.new_zeros(1)

    def train(self, x, y, lr, epochs):
        for _ in range(epochs):
            self.history.append(mse_loss(linear_model(x, self.w, self.b), y).item())
            self.w, self.b = gradient_step([self.w, self.b], mse_gradients(x, y, self.w, self.b), lr)
        return self


def fit_line(x, y, lr=0.1, epochs=200):
    line = Line(x.shape[1], x).train(x, y, lr, epochs)
    return line.w, line.b, line.history


def diverges(x, y, lr, epochs=100):
    history = Line(x.shape[1], x).train(x, y, lr, epochs).history
    return bool(not math.isfinite(history[-1]) or history[-1] > history[0])


samples = torch.linspace(-1, 1, 50)[:, None]
learned = Line(1, samples).train(samples, 2 * samples + 1, 0.3, 100)
print("learned", learned.w.item(), learned.b.item())
