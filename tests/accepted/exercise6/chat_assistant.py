"""As a chat assistant answers: a section banner, a docstring for everything, type checks, a demo behind the main guard."""

import math
from typing import Any, Callable, Dict, List, Optional, Tuple

import torch
import torch.nn as nn
import torch.optim as optim

# =============================================================================
# 1. Forward and backward
# =============================================================================


def forward(x: torch.Tensor, params: Dict[str, torch.Tensor]) -> Tuple[torch.Tensor, Dict[str, torch.Tensor]]:
    """Forward pass of the two-layer network."""
    z1 = x @ params["W1"] + params["b1"]
    a1 = torch.tanh(z1)
    z2 = a1 @ params["W2"] + params["b2"]
    cache = {"x": x, "z1": z1, "a1": a1, "z2": z2}
    return z2, cache


def backward(dlogits: torch.Tensor, cache: Dict[str, torch.Tensor], params: Dict[str, torch.Tensor]):
    """Backward pass of the two-layer network."""
    x, a1 = cache["x"], cache["a1"]
    grads: Dict[str, torch.Tensor] = {}
    grads["W2"] = a1.t() @ dlogits  # (h, k)
    grads["b2"] = dlogits.sum(dim=0)  # (k,)
    da1 = dlogits @ params["W2"].t()  # (n, h)
    dz1 = da1 * (1.0 - a1.pow(2))  # (n, h)
    grads["W1"] = x.t() @ dz1  # (d, h)
    grads["b1"] = dz1.sum(dim=0)  # (h,)
    return grads


def numerical_gradient(f: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, eps: float = 1e-6) -> torch.Tensor:
    """Central differences."""
    x = x.detach().clone().to(torch.float64)
    grad = torch.zeros_like(x)
    x_flat = x.view(-1) if x.is_contiguous() else x.contiguous().view(-1)
    base = x_flat.reshape(x.shape)
    grad_flat = torch.zeros(x_flat.numel(), dtype=torch.float64, device=x.device)
    for i in range(x_flat.numel()):
        original = x_flat[i].item()
        x_flat[i] = original + eps
        f_plus = f(base)
        x_flat[i] = original - eps
        f_minus = f(base)
        x_flat[i] = original  # restore
        grad_flat[i] = (f_plus - f_minus) / (2.0 * eps)
    grad = grad_flat.view(x.shape)
    return grad


# =============================================================================
# 2. Optimizers
# =============================================================================


def sgd_step(param, grad, state, lr):
    """Vanilla SGD."""
    new_param = param - lr * grad
    return new_param, {}


def momentum_step(param, grad, state, lr, momentum=0.9):
    """SGD with momentum."""
    if state is None:
        state = {"velocity": torch.zeros_like(param)}
    velocity = momentum * state["velocity"] + grad
    new_param = param - lr * velocity
    return new_param, {"velocity": velocity}


def adagrad_step(param, grad, state, lr, eps=1e-10):
    """Adagrad."""
    if state is None:
        state = {"sum": torch.zeros_like(param)}
    new_sum = state["sum"] + grad.pow(2)
    return param - lr * grad / (new_sum.sqrt() + eps), {"sum": new_sum}


def rmsprop_step(param, grad, state, lr, alpha=0.99, eps=1e-8):
    """RMSprop."""
    if state is None:
        state = {"square_avg": torch.zeros_like(param)}
    square_avg = alpha * state["square_avg"] + (1 - alpha) * grad.pow(2)
    return param - lr * grad / (square_avg.sqrt() + eps), {"square_avg": square_avg}


def adadelta_step(param, grad, state, lr=1.0, rho=0.9, eps=1e-6):
    """Adadelta."""
    if state is None:
        state = {"square_avg": torch.zeros_like(param), "acc_delta": torch.zeros_like(param)}
    square_avg = rho * state["square_avg"] + (1 - rho) * grad.pow(2)
    std = torch.sqrt(square_avg + eps)
    delta = torch.sqrt(state["acc_delta"] + eps) / std * grad
    acc_delta = rho * state["acc_delta"] + (1 - rho) * delta.pow(2)
    return param - lr * delta, {"square_avg": square_avg, "acc_delta": acc_delta}


def adam_step(param, grad, state, lr, betas=(0.9, 0.999), eps=1e-8):
    """Adam."""
    beta1, beta2 = betas
    if state is None:
        state = {"step": 0, "exp_avg": torch.zeros_like(param), "exp_avg_sq": torch.zeros_like(param)}
    step = state["step"] + 1
    exp_avg = beta1 * state["exp_avg"] + (1 - beta1) * grad
    exp_avg_sq = beta2 * state["exp_avg_sq"] + (1 - beta2) * grad.pow(2)
    bias_correction1 = 1 - beta1**step
    bias_correction2 = 1 - beta2**step
    step_size = lr / bias_correction1
    denom = (exp_avg_sq.sqrt() / math.sqrt(bias_correction2)) + eps
    new_param = param - step_size * exp_avg / denom
    return new_param, {"step": step, "exp_avg": exp_avg, "exp_avg_sq": exp_avg_sq}


# =============================================================================
# 3. Training
# =============================================================================


def make_optimizer(name: str, params: Any, lr: float) -> optim.Optimizer:
    """Create a PyTorch optimizer by name."""
    name = name.lower()
    if name == "sgd":
        return optim.SGD(params, lr=lr)
    elif name == "momentum":
        return optim.SGD(params, lr=lr, momentum=0.9)
    elif name == "adagrad":
        return optim.Adagrad(params, lr=lr)
    elif name == "rmsprop":
        return optim.RMSprop(params, lr=lr)
    elif name == "adadelta":
        return optim.Adadelta(params, lr=lr)
    elif name == "adam":
        return optim.Adam(params, lr=lr)
    else:
        raise ValueError(
            f"Unknown optimizer: '{name}'. Choices are: 'sgd', 'momentum', 'adagrad', 'rmsprop', 'adadelta', 'adam'."
        )


def train_loop(
    net: nn.Module,
    x: torch.Tensor,
    y: torch.Tensor,
    criterion: Callable,
    optimizer: optim.Optimizer,
    epochs: int,
    batch_size: int = 32,
    seed: int = 0,
) -> List[float]:
    """Mini-batch training."""
    generator: Optional[torch.Generator] = torch.Generator()
    generator.manual_seed(seed)
    n_samples = x.shape[0]
    epoch_losses: List[float] = []
    net.train()
    for epoch in range(epochs):
        permutation = torch.randperm(n_samples, generator=generator)
        running_loss = 0.0
        for start in range(0, n_samples, batch_size):
            end = min(start + batch_size, n_samples)
            indices = permutation[start:end].to(x.device)
            x_batch, y_batch = x[indices], y[indices]
            optimizer.zero_grad()
            outputs = net(x_batch)
            loss = criterion(outputs, y_batch)
            loss.backward()
            optimizer.step()
            running_loss += loss.item() * x_batch.size(0)
        epoch_losses.append(running_loss / n_samples)
    return epoch_losses


if __name__ == "__main__":
    print(adam_step(torch.ones(1), torch.ones(1), None, lr=0.1))
