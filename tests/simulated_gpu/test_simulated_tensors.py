"""What a learner sees of a tensor there: as with CUDA."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from simulated_worker import cube, installed
from torch import nn


@installed
def test_facts_of_a_tensor() -> None:
    """device, is_cpu, type() and get_device tell where it is."""
    x = cube("simgpu:1")

    assert (str(x.device), x.is_cpu, x.is_simgpu, x.get_device()) == ("simgpu:1", False, True, 1)
    assert x.type() == "torch.simgpu.FloatTensor" and type(x) is torch.Tensor


@installed
def test_plain_cpu_types_are_unaffected() -> None:
    """torch.FloatTensor and its kin still make CPU tensors."""
    assert torch.FloatTensor([1.0]).type() == "torch.FloatTensor"
    assert torch.LongTensor(2).is_cpu


@installed
def test_printing_shows_the_device() -> None:
    """repr gives numbers and device."""
    assert repr(torch.ones(2, device="simgpu:1")) == "tensor([1., 1.], device='simgpu:1')"


@installed
def test_numbers_can_be_read() -> None:
    """item, tolist, float, int, bool and formatting."""
    x = cube("simgpu")

    assert (x[0, 1].item(), float(x[1, 1]), int(x[1, 2]), bool(x[0, 0])) == (1.0, 4.0, 5, False)
    assert x.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert f"{x[1, 0]:.2f}" == "3.00"


@installed
def test_numpy_cannot_read_it() -> None:
    """numpy() and np.asarray raise CUDA's TypeError, which names the way out."""
    x = cube("simgpu")
    for read in (x.numpy, lambda: np.asarray(x)):
        with pytest.raises(
            TypeError, match=r"can't convert simgpu:0 device type tensor to numpy\. Use Tensor\.cpu\(\)"
        ):
            read()
    with pytest.raises(RuntimeError):
        np.from_dlpack(x)

    assert x.cpu().numpy().tolist() == x.tolist()


@installed
def test_a_view_shares_memory() -> None:
    """A write through a view, or a view of a view, is seen in the base and the other way round."""
    x = cube("simgpu:1")
    row, corner, turned, flat = x[1], x[1:, 2:], x.t(), x.view(-1)
    row[0] = 30
    corner.fill_(50)
    x[0, 1] = 10

    assert x.tolist() == [[0, 10, 2], [30, 4, 50]]
    assert turned[:, 1].tolist() == [30, 4, 50] and flat[1].item() == 10
    assert corner._base is x and corner.storage_offset() == 5


@installed
def test_reshaping_follows_the_cpu() -> None:
    """Shapes, strides and contiguity of views are the CPU's."""
    views = [
        lambda x: x.t(), lambda x: x[:, ::2], lambda x: x.permute(1, 0), lambda x: x[None].expand(4, 2, 3),
        lambda x: x.unfold(1, 2, 1), lambda x: x.diagonal(), lambda x: x.t().reshape(-1), lambda x: x.split(2, 1)[1],
        lambda x: x.view(3, 2).swapaxes(0, 1), lambda x: x.squeeze(), lambda x: x.t().contiguous(),
    ]  # fmt: skip
    for view in views:
        there, here = view(cube("simgpu")), view(cube("cpu"))

        assert (there.shape, there.stride(), there.is_contiguous()) == (here.shape, here.stride(), here.is_contiguous())
        assert torch.equal(there.cpu(), here)


@installed
def test_a_wrong_view_raises_what_the_cpu_raises() -> None:
    """The size does not divide: RuntimeError."""
    with pytest.raises(RuntimeError, match="invalid for input of size 6"):
        cube("simgpu").reshape(-1, 4)


@installed
def test_writing_in_place() -> None:
    """add_, index assignment, masks and copy_ change the tensor itself."""
    x = cube("simgpu")
    same = x.add_(1).mul_(2)
    x[x > 10] = -1
    x[0] = torch.zeros(3)
    x[1, torch.tensor([0])] = 7.0

    assert same is x
    assert x.tolist() == [[0, 0, 0], [7, 10, -1]]


@installed
def test_out_arguments_and_resizing() -> None:
    """`out=` fills, and enlarges an empty tensor; shape-changing in-place methods keep the numbers."""
    x, out, indices = (
        cube("simgpu"),
        torch.empty(0, device="simgpu"),
        torch.empty(0, dtype=torch.int64, device="simgpu"),
    )
    torch.max(x, 1, out=(out, indices))

    assert (out.tolist(), indices.tolist()) == ([2, 5], [2, 2])
    assert torch.add(x, x, out=torch.empty(2, 3, device="simgpu")).sum().item() == 30
    assert x.clone().t_().unsqueeze_(0).tolist() == [cube("cpu").t().tolist()]
    assert cube("simgpu").resize_(3, 3).flatten()[:6].tolist() == [0, 1, 2, 3, 4, 5]


@installed
def test_data_shares_memory_and_can_be_replaced() -> None:
    """x.data is the same memory on the same device; assigning it moves a tensor."""
    x, plain = cube("simgpu:1"), torch.zeros(2)
    x.data.zero_()
    plain.data = torch.ones(2, device="simgpu")

    assert x.sum().item() == 0 and x.data.device == x.device
    assert str(plain.device) == "simgpu:0" and plain.tolist() == [1, 1]


@installed
def test_overlapping_memory_can_be_told_from_storage() -> None:
    """The storage of a view is its base's, as on any device."""
    x = cube("simgpu")

    assert x[1].untyped_storage().data_ptr() == x.untyped_storage().data_ptr()
    assert x.clone().untyped_storage().data_ptr() != x.untyped_storage().data_ptr()


@installed
def test_cpu_copy_of_anything_is_plain() -> None:
    """Parameters, views and graph tensors of any device become plain CPU tensors with memory of their own."""
    from grader.sandbox.inside.simgpu.device import cpu_copy

    parameter = nn.Parameter(cube("simgpu:1"))
    for tensor in (parameter, parameter * 1, cube("simgpu")[:, 1], cube("cpu"), torch.ones((), device="simgpu")):
        plain = cpu_copy(tensor)

        assert type(plain) is torch.Tensor and plain.is_cpu and not plain.requires_grad
        assert plain.tolist() == tensor.tolist()
        assert plain.data_ptr() != tensor.data_ptr()


@installed
def test_a_recorder_hears_what_runs_on_the_device() -> None:
    """Operators and backward passes are noted there as on the CPU, each under its own name."""
    from grader.sandbox.inside.recorder import Recorder

    x = cube("simgpu:1").requires_grad_()
    with Recorder() as recorder:
        x.sigmoid().sum().backward()

    assert recorder.observed.functions == ("sigmoid", "sum", "backward")
    assert {"sigmoid", "sum", "sigmoid_backward"} <= set(recorder.observed.operators)
    assert recorder.observed.backward_passes == 1
