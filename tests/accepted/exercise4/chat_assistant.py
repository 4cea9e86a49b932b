"""
Neural network building blocks
==============================

This module implements the requested functions. Key points:

1. **Numerical stability**: all activations are stable for large inputs.
2. **Autograd**: only differentiable operations are used.
"""

from __future__ import annotations

from typing import List, Tuple  # noqa: UP035 the style under test

import torch
import torch.nn as nn
import torch.optim as optim
from torch import Tensor

# ---------------------------------------------------------------------------
# Constants
# ---------------------------------------------------------------------------
SELU_ALPHA: float = 1.6732632423543772848170429916717
SELU_SCALE: float = 1.0507009873554804934193349852946


def relu(x: Tensor) -> Tensor:
    """Apply ReLU element-wise.

    Args:
        x: Input tensor.

    Returns:
        Tensor with negative values zeroed out.
    """
    # Use torch.where to avoid modifying the input in-place
    return torch.where(x > 0, x, torch.zeros_like(x))


def tanh(x: Tensor) -> Tensor:
    """Numerically stable tanh using the identity tanh(x) = 2 * sigmoid(2x) - 1."""
    # Compute exp(-2|x|), which is always in (0, 1], to avoid overflow
    positive = x >= 0
    safe_positive = torch.where(positive, x, torch.zeros_like(x))
    safe_negative = torch.where(positive, torch.zeros_like(x), x)
    e_pos = torch.exp(-2.0 * safe_positive)
    e_neg = torch.exp(2.0 * safe_negative)
    return torch.where(positive, (1.0 - e_pos) / (1.0 + e_pos), (e_neg - 1.0) / (e_neg + 1.0))


def selu(x: Tensor) -> Tensor:
    """Apply SELU element-wise (stable version)."""
    # "Double where" trick: make sure that the unused branch never overflows
    is_positive = x > 0
    safe_x = torch.where(is_positive, torch.zeros_like(x), x)
    negative_part = SELU_ALPHA * (torch.exp(safe_x) - 1.0)
    return SELU_SCALE * torch.where(is_positive, x, negative_part)


def collapse_linear(w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tuple[Tensor, Tensor]:  # noqa: UP006
    """Collapse two linear layers into one.

    y = W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2)
    """
    combined_weight = torch.mm(w2, w1)
    combined_bias = torch.mv(w2, b1) + b2
    return combined_weight, combined_bias


def make_sequential(num_input: int, num_hidden: int, num_output: int) -> nn.Sequential:
    """Create a two-layer network using ``nn.Sequential``."""
    model = nn.Sequential(
        nn.Linear(num_input, num_hidden),  # Input -> Hidden
        nn.Tanh(),  # Activation
        nn.Linear(num_hidden, num_output),  # Hidden -> Output
    )
    return model


class ModuleNet(nn.Module):
    """Two-layer network with named layers."""

    def __init__(self, num_input: int, num_hidden: int, num_output: int) -> None:
        super().__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)

    def forward(self, x: Tensor) -> Tensor:
        """Forward pass."""
        hidden = self.layer1(x)
        activated = self.layer2(hidden)
        return self.layer3(activated)


def count_parameters(net: nn.Module) -> int:
    """Count trainable parameters (shared parameters are counted once)."""
    seen: set[int] = set()
    total = 0
    for param in net.parameters():
        if param.requires_grad and id(param) not in seen:
            seen.add(id(param))
            total += param.numel()
    return int(total)


@torch.no_grad()
def copy_sequential(sequential: nn.Sequential, module: nn.Module) -> None:
    """Copy weights in place."""
    module.layer1.weight.copy_(sequential[0].weight)
    module.layer1.bias.copy_(sequential[0].bias)
    module.layer3.weight.copy_(sequential[2].weight)
    module.layer3.bias.copy_(sequential[2].bias)


def fit_classifier(
    net: nn.Module,
    x: Tensor,
    y: Tensor,
    lr: float = 1.0,
    epochs: int = 500,
) -> List[float]:  # noqa: UP006
    """Train a binary classifier with full-batch gradient descent."""
    criterion = nn.BCEWithLogitsLoss()
    optimizer = optim.SGD(net.parameters(), lr=lr)
    losses: List[float] = []  # noqa: UP006

    net.train()
    for epoch in range(epochs):
        optimizer.zero_grad()  # 1. Reset gradients
        logits = net(x)  # 2. Forward pass
        loss = criterion(logits, y)  # 3. Compute loss
        loss.backward()  # 4. Backward pass
        optimizer.step()  # 5. Update weights
        losses.append(loss.item())

        if (epoch + 1) % 100 == 0:
            print(f"Epoch [{epoch + 1}/{epochs}], Loss: {loss.item():.4f}")

    return losses


if __name__ == "__main__":
    torch.manual_seed(42)
    model = make_sequential(2, 8, 1)
    print(f"Parameters: {count_parameters(model):,}")
