"""The kernel behind every operator on the simulated accelerator: compute on the CPU, in the tensors' own memory.

PyTorch sends an operator with a simgpu tensor, or a factory with `device="simgpu"`, to `run_operator`. It sees the
arguments as CPU tensors of the same memory, runs the CPU's kernel, and hands fresh results back as simgpu tensors. What
it adds is what a real accelerator refuses: operands on different devices, and devices that are not there.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Any

import torch
from torch._ops import OpOverload

from grader.sandbox.inside.simgpu.kernels import OWN_KERNELS, restrided
from grader.sandbox.inside.simgpu.memory import BACKEND, checked_index, device_alias, host_alias
from grader.sandbox.inside.simgpu.module import is_of_the_device

aten = torch.ops.aten
_CPU = torch.device("cpu")
# Indexing takes its integer indices from the CPU too, as CUDA does.
_INDEXING = frozenset(
    (
        aten.index.Tensor,
        aten.index.Tensor_out,
        aten.index_put.default,
        aten.index_put_.default,
        aten._index_put_impl_.default,
    )
)
# Taken before any learner's code runs, which may patch torch.Tensor.
_index_of = torch._C.TensorBase.get_device


@dataclass(frozen=True)
class _Plan:
    """What an operator's schema says about its results.

    Attributes:
        written: for each result, the place (position or keyword) of the argument that is itself the result, or None.
        viewed: whether the only result is a view of the first argument.
        resizable: places of `out` arguments, which the operator may give another shape.
        tensors: positions of the arguments that are declared as tensors.
    """

    written: tuple[int | str | None, ...]
    viewed: bool
    resizable: tuple[int | str, ...]
    tensors: tuple[int, ...]


@functools.cache
def _plan_of(operator: OpOverload) -> _Plan:
    """Read the plan off the operator's schema."""
    schema = operator._schema
    owner: dict[str, int | str] = {}
    resizable: list[int | str] = []
    for position, argument in enumerate(schema.arguments):
        key = argument.name if argument.kwarg_only else position
        if argument.is_write and argument.alias_info is not None:
            owner.update(dict.fromkeys(argument.alias_info.before_set, key))
        if argument.is_out:
            resizable.append(key)
    returned = [next(iter(r.alias_info.before_set), "") if r.alias_info else "" for r in schema.returns]
    written = tuple(owner.get(alias) for alias in returned)
    viewed = len(returned) == 1 and returned[0] != "" and written[0] is None
    tensors = tuple(i for i, argument in enumerate(schema.arguments) if isinstance(argument.type, torch.TensorType))
    return _Plan(written, viewed, tuple(resizable), tensors)


@dataclass
class _Operands:
    """The tensors of one call, seen as CPU tensors, and where they came from.

    Attributes:
        operator: what is called.
        indices: numbers of the simulated devices.
        found_cpu: whether a tensor other than a scalar was on the CPU.
    """

    operator: OpOverload
    indices: set[int] = field(default_factory=set)
    found_cpu: bool = False

    def host(self, value: Any) -> Any:
        """The argument as the CPU's kernel takes it."""
        if isinstance(value, torch.Tensor):
            return self.host_tensor(value)
        if isinstance(value, list):
            if self.operator in _INDEXING:
                return [item.cpu() if isinstance(item, torch.Tensor) else item for item in value]
            return [self.host(item) for item in value]
        return value

    def host_tensor(self, tensor: torch.Tensor) -> torch.Tensor:
        """The same memory as a CPU tensor; a scalar on the CPU mixes with every device."""
        index = _index_of(tensor)
        if index < 0:
            self.found_cpu |= tensor.dim() > 0
            return tensor
        self.indices.add(index)
        return host_alias(tensor)

    def common_index(self) -> int:
        """Number of the one device all operands are on; `RuntimeError` when they are on several."""
        places = [f"{BACKEND}:{index}" for index in sorted(self.indices)] + ["cpu"] * self.found_cpu
        if len(places) > 1:
            raise RuntimeError(
                "Expected all tensors to be on the same device, but found at least two devices, "
                f"{places[0]} and {places[1]}!"
            )
        return next(iter(self.indices), 0)


def run_operator(operator: OpOverload, *args: Any, **kwargs: Any) -> Any:
    """Kernel of every operator that simgpu has no kernel of its own for.

    Raises:
        RuntimeError: operands on several devices, or a device that does not exist. What the CPU's kernel raises, too.
    """
    # Without this a default device of the learner's would send our own CPU tensors back here.
    with torch._C.DisableTorchFunction():
        if operator in OWN_KERNELS:
            return OWN_KERNELS[operator](*args, **kwargs)
        _refuse_generator_of_the_cpu((*args, *kwargs.values()))
        plan, operands = _plan_of(operator), _Operands(operator)
        host_args = [operands.host(value) for value in args]
        _wrap_numbers(host_args, plan)
        host_kwargs = {name: operands.host(value) for name, value in kwargs.items()}
        index = operands.common_index()
        device = kwargs.get("device")
        if device is not None:
            host_kwargs["device"] = _CPU
            index = checked_index(device)
        for key in plan.resizable:
            _lend_empty(_holder(host_args, host_kwargs, key), key)
        result = operator(*host_args, **host_kwargs)
        for key in plan.resizable:
            _take_back(_holder(args, kwargs, key)[key], _holder(host_args, host_kwargs, key)[key])
        if plan.viewed:
            return _view_of(args[0], host_args[0], result)
        return _named(result, plan, index, args, kwargs)


def _refuse_generator_of_the_cpu(values: tuple[Any, ...]) -> None:
    """Random numbers for a device come from a generator of that device, as with CUDA."""
    for value in values:
        if isinstance(value, torch._C.Generator) and not is_of_the_device(value):
            raise RuntimeError(f"Expected a '{BACKEND}' device type for generator but found '{value.device.type}'")


def _wrap_numbers(values: list[Any], plan: _Plan) -> None:
    """Make tensors of numbers where tensors are declared: PyTorch unwraps the 2 of `x % 2` on its way here."""
    for position in plan.tensors:
        if position < len(values) and isinstance(values[position], int | float | complex):
            like = next(filter(torch.is_tensor, values))
            values[position] = torch.tensor(values[position], dtype=torch.result_type(like, values[position]))


def _holder(args: Any, kwargs: dict[str, Any], key: int | str) -> Any:
    """The sequence or mapping that holds the argument at `key`."""
    return args if isinstance(key, int) else kwargs


def _lend_empty(holder: Any, key: int | str) -> None:
    """Let the CPU's kernel shape an `out` argument that is empty or a scalar: an alias of foreign memory cannot grow.

    A scalar too, because kernels of losses first give it the shape of the samples.
    """
    if holder[key].numel() == 0 or holder[key].dim() == 0:
        holder[key] = torch.empty(0, dtype=holder[key].dtype)


def _take_back(tensor: torch.Tensor, host: torch.Tensor) -> None:
    """Give a simgpu tensor what the kernel made, when it was lent: memory and shape, or the number of a scalar."""
    if tensor.shape != host.shape:
        tensor.data = device_alias(host, _index_of(tensor))
    elif host.dim() == 0:
        host_alias(tensor).copy_(host)


def _view_of(base: torch.Tensor, host_base: torch.Tensor, host_view: torch.Tensor) -> torch.Tensor:
    """The view of `base` that corresponds to the CPU view; both share one storage, as views do on every device."""
    if host_view.dtype != base.dtype:
        return device_alias(host_view, _index_of(base))
    skipped = (host_view.data_ptr() - host_base.data_ptr()) // base.element_size() if host_view.numel() else 0
    return restrided(base, host_view.shape, host_view.stride(), int(base.storage_offset()) + skipped)


def _named(result: Any, plan: _Plan, index: int, args: Any, kwargs: dict[str, Any]) -> Any:
    """The CPU's result as simgpu's: written arguments stand for themselves, fresh tensors get their device."""
    if isinstance(result, tuple):
        keys = plan.written if len(plan.written) == len(result) else (None,) * len(result)
        return tuple(
            _on_device(item, index) if key is None else _holder(args, kwargs, key)[key]
            for item, key in zip(result, keys, strict=True)
        )
    if plan.written and plan.written[0] is not None:
        return _holder(args, kwargs, plan.written[0])[plan.written[0]]
    return _on_device(result, index)


def _on_device(value: Any, index: int) -> Any:
    """Tensors of a result as tensors of simgpu:`index`; numbers as they are."""
    if isinstance(value, torch.Tensor):
        return device_alias(value, index)
    return [_on_device(item, index) for item in value] if isinstance(value, list) else value
