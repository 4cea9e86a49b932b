"""Which devices there are, and how tensors get there: as with CUDA."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch
from simulated_worker import ROOT, cube, installed
from torch import nn


@installed
def test_there_are_two_devices() -> None:
    """torch.simgpu counts two, and tensors can be made on both."""
    assert torch.simgpu.device_count() == 2
    assert [str(torch.ones(1, device=f"simgpu:{i}").device) for i in range(2)] == ["simgpu:0", "simgpu:1"]


@installed
def test_the_bare_name_means_index_zero() -> None:
    """A tensor made on "simgpu" is on simgpu:0."""
    assert torch.zeros(1, device=torch.device("simgpu")).device == torch.device("simgpu:0")


@installed
def test_a_device_that_is_not_there_raises() -> None:
    """Index 7 raises a RuntimeError that names the devices there are."""
    for make in (lambda: torch.zeros(1, device="simgpu:7"), lambda: torch.ones(1).to("simgpu:7")):
        with pytest.raises(RuntimeError, match="simgpu:7 does not exist; the devices here are simgpu:0 and simgpu:1"):
            make()


@installed
def test_cuda_stays_absent() -> None:
    """The simulated device does not pass for CUDA."""
    assert torch.cuda.is_available() == (torch.cuda.device_count() > 0)
    assert not torch.ones(1, device="simgpu").is_cuda


@installed
def test_torch_accelerator_sees_it() -> None:
    """Device-agnostic code finds the device."""
    assert torch.accelerator.is_available()
    assert torch.accelerator.current_accelerator() == torch.device("simgpu")
    assert torch.accelerator.device_count() == 2


@installed
def test_installing_again_changes_nothing() -> None:
    """A second call returns the same object."""
    from grader.sandbox.inside.simgpu.device import install

    assert install() is install()


@installed
def test_names_of_torch_come_back_after_the_block() -> None:
    """Outside the block, torch.Generator and Tensor.__deepcopy__ are PyTorch's own."""
    from grader.sandbox.inside.simgpu.device import install

    inside = torch.Generator, torch.Tensor.__deepcopy__, torch.Tensor.new_tensor
    install().__exit__()
    outside = torch.Generator, torch.Tensor.__deepcopy__, torch.Tensor.new_tensor
    install().__enter__()

    assert outside[0] is torch._C.Generator
    assert all(one is not other for one, other in zip(inside, outside, strict=True))


def test_there_is_no_device_before_it_is_installed() -> None:
    """What a template prepares does not show in a worker that asked for no accelerator."""
    program = (
        "import torch\n"
        "from grader.sandbox.inside.simgpu.device import prepare\n"
        "prepare()\n"
        "print(torch.accelerator.is_available(), hasattr(torch, 'simgpu'))\n"
        "try: torch.ones(1, device='simgpu')\n"
        "except RuntimeError as error: print(str(error)[:15])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout.split() == [str(torch.cuda.is_available()), "False", "Expected", "one", "of"]


def test_installing_after_a_backward_pass_is_refused() -> None:
    """Autograd counts devices once; the error says what to do."""
    program = (
        "import torch; torch.ones(1, requires_grad=True).backward()\n"
        "from grader.sandbox.inside.simgpu.device import install\n"
        "try: install()\n"
        "except RuntimeError as error: print(error)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)

    assert "must be installed before this process's first backward pass" in done.stdout


@installed
def test_factories_take_the_device() -> None:
    """Every usual way to make a tensor puts it on the device asked for, with the CPU's numbers."""
    makers = [
        lambda device: torch.tensor([[1.0, 2.0]], device=device),
        lambda device: torch.tensor(3.5, device=device),
        lambda device: torch.tensor([], device=device),
        lambda device: torch.tensor(np.arange(3), device=device),
        lambda device: torch.as_tensor([True, False], device=device),
        lambda device: torch.as_tensor(np.ones(2), device=device),
        lambda device: torch.from_numpy(np.ones(2)).to(device),
        lambda device: torch.zeros(2, 3, dtype=torch.int64, device=device),
        lambda device: torch.full((2,), 7, device=device),
        lambda device: torch.arange(4, device=device),
        lambda device: torch.linspace(0, 1, 5, device=device),
        lambda device: torch.eye(3, device=device),
        lambda device: torch.empty(0, device=device),
    ]
    for make in makers:
        made, plain = make("simgpu:1"), make("cpu")

        assert str(made.device) == "simgpu:1"
        assert made.dtype == plain.dtype
        assert torch.equal(made.cpu(), plain)


@installed
def test_random_numbers_follow_the_seed() -> None:
    """torch.manual_seed seeds the device: its numbers are the CPU's."""
    for draw in (torch.randn, torch.rand, torch.randperm):
        torch.manual_seed(3)
        there = draw(5, device="simgpu")
        torch.manual_seed(3)

        assert torch.equal(there.cpu(), draw(5))


@installed
def test_a_generator_can_be_made_for_the_device() -> None:
    """torch.Generator(device="simgpu:1") says so and is reproducible."""
    generator = torch.Generator(device="simgpu:1")
    first = torch.randn(3, generator=generator.manual_seed(1), device="simgpu:1")

    assert generator.device == torch.device("simgpu:1")
    assert isinstance(torch.default_generator, torch.Generator)
    assert torch.equal(first, torch.randn(3, generator=generator.manual_seed(1), device="simgpu:1"))


@installed
def test_every_dtype_makes_the_round_trip() -> None:
    """There and back again without a change."""
    for dtype in (torch.bool, torch.uint8, torch.int64, torch.bfloat16, torch.float16, torch.float64, torch.complex64):
        plain = torch.tensor([0, 1, 3]).to(dtype)

        assert torch.equal(plain.to("simgpu").cpu(), plain)
        assert plain.to("simgpu").dtype == dtype


@installed
def test_a_tensor_already_there_is_returned_itself() -> None:
    """x.to(x.device) is x."""
    x, y = torch.ones(2, device="simgpu"), torch.ones(2, device="simgpu:1")

    assert x.to("simgpu:0") is x and x.to("simgpu") is x and y.to(torch.device("simgpu", 1)) is y


@installed
def test_a_copy_is_independent() -> None:
    """Moving copies: a write on one side is not seen on the other."""
    plain = torch.zeros(2)
    there = plain.to("simgpu")
    there += 1

    assert plain.tolist() == [0, 0] and there.cpu().tolist() == [1, 1]


@installed
def test_moving_between_devices() -> None:
    """to(device), to(tensor), simgpu(), non_blocking and copy_ all move."""
    x = cube("simgpu:0")
    moved = [x.to("simgpu:1"), x.to(torch.ones(1, device="simgpu:1")), torch.ones(2, 3).simgpu(1)]
    back = [x.cpu(), x.to("cpu", non_blocking=True), torch.empty(2, 3).copy_(x), x.type(torch.FloatTensor)]

    assert {str(tensor.device) for tensor in moved} == {"simgpu:1"}
    assert all(tensor.is_cpu and torch.equal(tensor, cube("cpu")) for tensor in back)
    assert torch.equal(torch.empty(2, 3, device="simgpu:1").copy_(x).cpu(), cube("cpu"))


@installed
def test_likes_and_news_stay_on_the_device() -> None:
    """zeros_like, new_zeros, new_tensor and new keep the tensor's own device."""
    x = cube("simgpu:1")
    made = [
        torch.zeros_like(x),
        torch.rand_like(x),
        x.new_zeros(2),
        x.new_full((1,), 2.0),
        x.new_tensor([1]),
        x.new([1]),
    ]

    assert {str(tensor.device) for tensor in made} == {"simgpu:1"}
    assert x.new_tensor([1.0], device="cpu").is_cpu


@installed
def test_default_device_and_device_block() -> None:
    """`with torch.device(...)` and set_default_device reach it."""
    with torch.device("simgpu:1"):
        inside = torch.zeros(2)
    torch.set_default_device("simgpu")
    layer = nn.Linear(2, 2)
    torch.set_default_device(None)

    assert str(inside.device) == "simgpu:1" and str(layer.weight.device) == "simgpu:0"
