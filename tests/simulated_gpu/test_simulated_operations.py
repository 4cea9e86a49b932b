"""Operations there: the CPU's numbers, CUDA's refusals."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from simulated_worker import cube, installed
from torch import nn


@installed
def test_operations_give_the_cpus_numbers() -> None:
    """Arithmetic, reductions, comparisons, joining, sorting, linear algebra."""
    operations = [
        lambda x: x + x * 2 - 1 / (x + 1), lambda x: 2.0**x, lambda x: x @ x.T, lambda x: torch.cdist(x, x),
        lambda x: x.sum(1), lambda x: x.mean(), lambda x: x.std(0), lambda x: x.norm(), lambda x: x.long().sum(1),
        lambda x: x.argmin(1), lambda x: torch.cat([x, x], 1), lambda x: torch.stack([x, x]), lambda x: x == 3,
        lambda x: torch.where(x > 2, x, 0.0), lambda x: torch.softmax(x, 1), lambda x: x.logsumexp(1),
        lambda x: torch.einsum("ij,kj->ik", x, x), lambda x: x.cumsum(0), lambda x: x[x > 2], lambda x: x.nonzero(),
        lambda x: torch.linalg.svd(x)[1], lambda x: torch.bincount(x.long().flatten()), lambda x: x.clamp(1, 4),
        lambda x: nn.functional.one_hot(x.long()), lambda x: x.gather(1, x.long().clamp(max=2)), lambda x: x.flip(0),
        lambda x: (torch.complex(x, -x).conj() * 2j).imag,
        lambda x: x % 2, lambda x: x.long() // 2, lambda x: torch.xlogy(2, x), lambda x: torch.where(x > 2, 1, 0),
        lambda x: torch.vmap(lambda row: row.sum())(x), lambda x: np.float32(2) * x,
    ]  # fmt: skip
    for operation in operations:
        there, here = operation(cube("simgpu:1")), operation(cube("cpu"))

        assert str(there.device) == "simgpu:1" and there.dtype == here.dtype
        assert torch.equal(there.cpu(), here)


@installed
def test_results_in_pairs() -> None:
    """max, sort, topk return values and indices on the device."""
    for operation in (lambda x: x.max(dim=1), lambda x: x.sort(descending=True), lambda x: x.topk(2)):
        there, here = operation(cube("simgpu")), operation(cube("cpu"))

        assert there.values.tolist() == here.values.tolist() and there.indices.tolist() == here.indices.tolist()
        assert there.indices.device == torch.device("simgpu:0")


@installed
def test_comparing_whole_tensors() -> None:
    """equal and allclose return Python bools."""
    assert torch.equal(cube("simgpu"), cube("simgpu")) is True
    assert torch.allclose(cube("simgpu"), cube("simgpu") + 1) is False


@installed
def test_operands_must_share_a_device() -> None:
    """CPU and device, in any operation, raise CUDA's sentence."""
    x, plain = cube("simgpu:0"), cube("cpu")
    mixtures = [
        lambda: x + plain, lambda: plain + x, lambda: x @ plain.T, lambda: torch.cat([x, plain]),
        lambda: nn.functional.mse_loss(x, plain), lambda: nn.Linear(3, 2)(x), lambda: x.add_(plain),
        lambda: nn.functional.cross_entropy(x, torch.tensor([0, 1])), lambda: torch.where(x > 2, x, plain),
    ]  # fmt: skip
    for mix in mixtures:
        with pytest.raises(RuntimeError, match="same device, but found at least two devices, simgpu:0 and cpu!"):
            mix()


@installed
def test_two_devices_do_not_mix_either() -> None:
    """simgpu:0 and simgpu:1 raise too, scalars included."""
    for other in (cube("simgpu:1"), torch.ones((), device="simgpu:1")):
        with pytest.raises(RuntimeError, match=r"found at least two devices, simgpu:[01] and simgpu:[01]!"):
            cube("simgpu:0") * other


@installed
def test_a_scalar_on_the_cpu_mixes() -> None:
    """A 0-d CPU tensor and a Python number mix with any device."""
    assert (cube("simgpu") + torch.tensor(2.0)).sum().item() == 27
    assert (cube("simgpu:1") * 2).sum().item() == 30


@installed
def test_indices_may_come_from_the_cpu() -> None:
    """Reading by a CPU index works, as with CUDA; writing CPU values by index does not."""
    x = cube("simgpu")

    assert x[torch.tensor([1])].tolist() == [[3, 4, 5]]
    with pytest.raises(RuntimeError, match="same device"):
        x.index_put_((torch.tensor([0]),), torch.ones(3))


@installed
def test_a_generator_of_the_cpu_is_refused() -> None:
    """Random numbers on the device come from a generator of the device, with CUDA's sentence."""
    x, generator = cube("simgpu"), torch.Generator().manual_seed(1)
    draws = [
        lambda: torch.multinomial(x, 1, generator=generator), lambda: torch.bernoulli(x / 6, generator=generator),
        lambda: torch.randperm(4, generator=generator, device="simgpu"), lambda: x.normal_(generator=generator),
        lambda: torch.rand(4, generator=generator, device="simgpu"),
    ]  # fmt: skip
    for draw in draws:
        with pytest.raises(RuntimeError, match="Expected a 'simgpu' device type for generator but found 'cpu'"):
            draw()
    assert torch.multinomial(x, 1, generator=torch.Generator("simgpu")).shape == (2, 1)


@installed
def test_a_generator_of_the_device_is_refused_for_the_cpu() -> None:
    """The slip of a seeded loop on a GPU: indices are drawn on the CPU, with a generator made for the data's device."""
    generator = torch.Generator(device="simgpu")
    draws = [
        lambda: torch.randperm(4, generator=generator), lambda: torch.rand(4, generator=generator),
        lambda: torch.multinomial(torch.ones(4), 2, generator=generator), lambda: torch.zeros(3).normal_(generator=generator),
        lambda: list(torch.utils.data.RandomSampler(range(4), generator=generator)),
    ]  # fmt: skip
    for draw in draws:
        with pytest.raises(RuntimeError, match="Expected a 'cpu' device type for generator but found 'simgpu'"):
            draw()
    assert torch.randperm(4, generator=generator, device="simgpu").device.type == "simgpu"
    assert torch.randperm(4, generator=torch.Generator()).device.type == "cpu"


@installed
def test_indices_and_masks_must_be_there_too() -> None:
    """Where CUDA wants them on the device: gather, index_select, scatter_, masked_select, masked_fill, take, embedding."""
    x, rows = cube("simgpu"), torch.tensor([[0, 1, 1], [1, 0, 0]])
    asked = [
        lambda: x.gather(0, rows), lambda: x.index_select(0, rows[0]), lambda: x.take(rows),
        lambda: x.clone().scatter_(0, rows, 1.0), lambda: x.masked_select(rows > 0), lambda: x.masked_fill(rows > 0, 0.0),
        lambda: nn.Embedding(2, 2).to("simgpu")(rows), lambda: torch.add(x, x, out=torch.empty(2, 3)),
    ]  # fmt: skip
    for ask in asked:
        with pytest.raises(RuntimeError, match="same device"):
            ask()
    with pytest.raises(RuntimeError, match="cannot pin"):
        x.pin_memory()
