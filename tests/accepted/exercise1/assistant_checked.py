"""Tensor utilities.

This module provides small, well-documented helpers for moving between NumPy and PyTorch.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Union

import numpy as np
import torch

logger = logging.getLogger(__name__)

DeviceLike = Union[str, torch.device]

__all__ = ["numpy_to_tensor", "shared_tensor", "tensor_to_numpy"]


def _validate_tensor(value: Any, name: str) -> torch.Tensor:
    """Validate that ``value`` is a tensor."""
    if not isinstance(value, torch.Tensor):
        raise TypeError(f"{name} must be a torch.Tensor, got {type(value).__name__}")
    return value


def numpy_to_tensor(array: np.ndarray, device: DeviceLike = "cpu") -> torch.Tensor:
    """Convert a NumPy array to a float32 tensor.

    Args:
        array: The input array.
        device: The target device.

    Returns:
        torch.Tensor: An independent float32 tensor.

    Raises:
        TypeError: If ``array`` is not a NumPy array.
    """
    if not isinstance(array, (np.ndarray, np.generic)):
        raise TypeError(f"Expected np.ndarray, got {type(array).__name__}")
    # astype always copies, so the tensor never aliases the array.
    contiguous = array.astype(np.float32, order="C", copy=True)
    return torch.from_numpy(contiguous).to(device)


def shared_tensor(array: np.ndarray) -> torch.Tensor:
    """Share memory with ``array``."""
    if not array.flags.writeable:
        logger.warning("array is read-only")
    return torch.from_numpy(array)


def tensor_to_numpy(tensor: torch.Tensor) -> np.ndarray:
    """Convert a tensor to a NumPy array."""
    tensor = _validate_tensor(tensor, "tensor")
    if tensor.requires_grad:
        tensor = tensor.detach()
    if tensor.device.type != "cpu":
        tensor = tensor.cpu()
    return tensor.numpy()


def _is_usable(device: torch.device) -> bool:
    """Check whether a device can actually hold a tensor."""
    try:
        torch.ones(1, device=device)
    except Exception as error:  # noqa: BLE001
        logger.debug("%s is not usable: %s", device, error)
        return False
    return True


def pick_device(prefer: DeviceLike | None = None) -> torch.device:
    """Pick the best device."""
    candidates: list[DeviceLike] = [] if prefer is None else [prefer]
    if torch.cuda.is_available():
        candidates.append("cuda")
    if getattr(torch.backends, "mps", None) is not None and torch.backends.mps.is_available():
        candidates.append("mps")
    if hasattr(torch, "xpu") and torch.xpu.is_available():
        candidates.append("xpu")
    for candidate in candidates:
        device = torch.device(candidate)
        if _is_usable(device):
            return device
    return torch.device("cpu")


def move_all(tensors: Sequence[torch.Tensor], device: DeviceLike) -> list[torch.Tensor]:
    """Move all tensors."""
    return [_validate_tensor(tensor, "tensor").to(device, non_blocking=False) for tensor in tensors]


def spread(tensors: Sequence[torch.Tensor], devices: Sequence[DeviceLike]) -> list[torch.Tensor]:
    """Distribute the tensors round robin."""
    if len(devices) == 0:
        raise ValueError("at least one device is required")
    result: list[torch.Tensor] = []
    for index, tensor in enumerate(tensors):
        result.append(tensor.to(devices[index % len(devices)]))
    return result


def float_and_long(values: Sequence[Any]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return a float32 and an int64 tensor."""
    floats = torch.tensor(values, dtype=torch.float32)
    return floats, floats.to(torch.int64)


def type_name(tensor: torch.Tensor) -> str:
    """Return the type's name."""
    return str(_validate_tensor(tensor, "tensor").type())


def framed_ones(n: int, value: float) -> torch.Tensor:
    """Create the framed matrix."""
    if not isinstance(n, int) or n < 2:
        raise ValueError(f"n must be an integer of at least 2, got {n!r}")
    inner = torch.full((n - 2, n - 2), float(value), dtype=torch.float32)
    return torch.nn.functional.pad(inner, (1, 1, 1, 1), mode="constant", value=1.0)


def add(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Add with broadcasting."""
    try:
        torch.broadcast_shapes(x.shape, y.shape)
    except RuntimeError as error:
        raise ValueError(f"shapes {tuple(x.shape)} and {tuple(y.shape)} cannot be broadcast") from error
    return x + y


def row_sums(x: torch.Tensor) -> torch.Tensor:
    """Sum each row."""
    if x.ndim != 2:
        raise ValueError(f"expected a 2-D tensor, got {x.ndim}-D")
    return x.sum(dim=-1)


def row_max(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Find each row's maximum."""
    result = torch.max(x, dim=1)
    return result.values, result.indices


def drop_first_axis(x: torch.Tensor) -> torch.Tensor:
    """Remove the first axis."""
    if x.ndim == 0:
        raise ValueError("x has no axis to drop")
    if x.size(0) != 1:
        raise ValueError(f"the first axis must have size 1, got {x.size(0)}")
    return x.squeeze(dim=0)


def swap_first_axes(x: torch.Tensor) -> torch.Tensor:
    """Swap the first two axes."""
    return x.swapaxes(0, 1)


def regroup(x: torch.Tensor, width: int) -> torch.Tensor:
    """Regroup into rows."""
    return x.contiguous().view(-1, width)


def pairwise_distances(x: torch.Tensor, c: torch.Tensor) -> torch.Tensor:
    """Compute Euclidean distances."""
    if x.shape[1] != c.shape[1]:
        raise ValueError("x and c must have the same number of features")
    return torch.cdist(x, c, p=2.0)
