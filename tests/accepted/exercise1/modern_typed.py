"""Style: typed and modern: dataclasses, keyword arguments, match, torch.accelerator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

Device = torch.device | str


@dataclass(frozen=True)
class Machine:
    """What this machine can compute on."""

    accelerator: torch.device | None

    @classmethod
    def here(cls) -> Machine:
        return cls(torch.accelerator.current_accelerator(check_available=True))

    def offers(self, device: torch.device) -> bool:
        match device.type:
            case "cpu":
                return True
            case kind if self.accelerator is not None and kind == self.accelerator.type:
                return device.index is None or device.index < torch.accelerator.device_count()
            case _:
                return False


def numpy_to_tensor(array: npt.NDArray[np.generic], device: Device = "cpu") -> Tensor:
    return torch.tensor(np.copy(array, order="C"), dtype=torch.float32, device=device)


def shared_tensor(array: npt.NDArray[np.generic]) -> Tensor:
    tensor: Tensor = torch.from_numpy(array)
    return tensor


def tensor_to_numpy(tensor: Tensor) -> npt.NDArray[np.generic]:
    return tensor.numpy(force=True)


def pick_device(prefer: Device | None = None) -> torch.device:
    machine = Machine.here()
    if prefer is not None and machine.offers(wanted := torch.device(prefer)):
        return wanted
    return machine.accelerator or torch.device("cpu")


def move_all(tensors: Sequence[Tensor], device: Device) -> list[Tensor]:
    return [tensor.to(device, non_blocking=True) for tensor in tensors]


def spread(tensors: Sequence[Tensor], devices: Sequence[Device]) -> list[Tensor]:
    turns: Iterator[Device] = cycle(devices)
    return [tensor.to(device) for tensor, device in zip(tensors, turns, strict=False)]


def float_and_long(values: list) -> tuple[Tensor, Tensor]:
    exact = torch.as_tensor(np.asarray(values, dtype=np.float64))
    return exact.to(dtype=torch.float32), exact.trunc().to(dtype=torch.int64)


def type_name(tensor: Tensor) -> str:
    return tensor.type()


def framed_ones(n: int, value: float) -> Tensor:
    inside = torch.full(size=(n - 2, n - 2), fill_value=value, dtype=torch.float32)
    return torch.nn.functional.pad(inside, pad=(1, 1, 1, 1), value=1.0)


def add(x: Tensor, y: Tensor) -> Tensor:
    return torch.add(input=x, other=y)


def row_sums(x: Tensor) -> Tensor:
    return x.sum(dim=-1, dtype=None if x.dtype.is_floating_point else torch.int64)


def row_max(x: Tensor) -> tuple[Tensor, Tensor]:
    largest = torch.topk(x, k=1, dim=1)
    return largest.values.squeeze(dim=1), largest.indices.squeeze(dim=1)


class ShapeError(ValueError):
    """The shape is not what the function takes."""


def drop_first_axis(x: Tensor) -> Tensor:
    match x.shape:
        case [1, *_]:
            return x.squeeze(dim=0)
        case shape:
            raise ShapeError(f"expected (1, ...), got {tuple(shape)}")


def swap_first_axes(x: Tensor) -> Tensor:
    return torch.movedim(x, source=0, destination=1)


def regroup(x: Tensor, width: int) -> Tensor:
    return torch.reshape(input=x, shape=(-1, width))


def pairwise_distances(x: Tensor, c: Tensor) -> Tensor:
    return torch.cdist(x, c)
