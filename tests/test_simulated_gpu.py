"""The simulated accelerator behaves like CUDA, as far as a learner can see.

Registering it cannot be undone in a process, and must come before the process's first backward pass. So the tests run
in another process, one for all because importing torch takes seconds: this file, run as a program.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

CASES: dict[str, Callable[[], None]] = {}
Run = Callable[[str], None]


def installed(case: Callable[[], None]) -> Callable[[Run], None]:
    """Make a test of a function that wants the accelerator present."""
    CASES[case.__name__] = case

    def test(in_worker: Run) -> None:
        in_worker(case.__name__)

    test.__doc__ = case.__doc__
    return test


@pytest.fixture(scope="module")
def in_worker() -> Iterator[Run]:
    """Runs a case by name where the accelerator is installed; fails with the case's own traceback."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, __file__]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True, env=environment) as worker:
        assert worker.stdin is not None and worker.stdout is not None

        def run(name: str) -> None:
            worker.stdin.write(name + "\n")
            worker.stdin.flush()
            trace = json.loads(worker.stdout.readline() or '"the process has died"')

            assert trace == "", trace

        yield run
        worker.stdin.close()


def serve() -> None:
    """Answer each name on stdin with the case's traceback, empty when it succeeded."""
    warnings.simplefilter("error")
    for line in sys.stdin:
        print(json.dumps(outcome_of(line.strip())), flush=True)


def outcome_of(name: str) -> str:
    """Traceback of the case, or nothing."""
    from grader.sandbox.inside.simulated_gpu import install

    try:
        with install():
            CASES[name]()
    except BaseException:
        return traceback.format_exc()[-4000:]
    return ""


def cube(device: str) -> torch.Tensor:
    """Numbers 0 to 5 in two rows on the device."""
    return torch.arange(6.0).reshape(2, 3).to(device)


# Devices


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
    from grader.sandbox.inside.simulated_gpu import install

    assert install() is install()


@installed
def test_names_of_torch_come_back_after_the_block() -> None:
    """Outside the block, torch.Generator and Tensor.__deepcopy__ are PyTorch's own."""
    from grader.sandbox.inside.simulated_gpu import install

    inside = torch.Generator, torch.Tensor.__deepcopy__, torch.Tensor.new_tensor
    install().__exit__()
    outside = torch.Generator, torch.Tensor.__deepcopy__, torch.Tensor.new_tensor
    install().__enter__()

    assert outside[0] is torch._C.Generator
    assert all(one is not other for one, other in zip(inside, outside, strict=True))


# Making and moving


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


# What a learner looks at


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


# Views and writes


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


# Operations


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


# Autograd, nets, optimizers


@installed
def test_gradients_live_on_the_device() -> None:
    """backward works on both devices and equals the CPU's."""
    grads = []
    for device in ("cpu", "simgpu:0", "simgpu:1"):
        w = cube(device).requires_grad_()
        ((w @ w.T).sigmoid().sum() + w[0, 1:].prod() + w.max()).backward()
        grads.append(w.grad)

    assert [str(grad.device) for grad in grads] == ["cpu", "simgpu:0", "simgpu:1"]
    assert all(torch.equal(grads[0], grad.cpu()) for grad in grads)


@installed
def test_a_graph_may_cross_devices() -> None:
    """Gradients flow back through moves between CPU and both devices."""
    w = torch.ones(3, requires_grad=True)
    (w.to("simgpu:0").to("simgpu:1").pow(2).cpu() + w.to("simgpu:1").cpu() * 3).sum().backward()

    assert w.grad.tolist() == [5, 5, 5] and w.grad.is_cpu


@installed
def test_every_device_can_run_backward() -> None:
    """The accelerator itself says so."""
    from grader.sandbox.inside.simulated_gpu import install

    assert [str(device) for device in install().backward_on] == ["simgpu:0", "simgpu:1"]


@installed
def test_hooks_and_second_derivatives() -> None:
    """A tensor hook runs; grad of grad works."""
    x, seen = torch.tensor(3.0, device="simgpu:1", requires_grad=True), []
    x.register_hook(lambda grad: seen.append(str(grad.device)))
    (first,) = torch.autograd.grad(x**3, x, create_graph=True)
    (second,) = torch.autograd.grad(first, x)

    assert (first.item(), second.item()) == (27, 18) and seen == ["simgpu:1", "simgpu:1"]


@installed
def test_a_module_moves_in_place() -> None:
    """net.to(device) keeps its Parameter objects, so an optimizer made before still trains them."""
    net = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
    before = list(net.parameters())
    net.to("simgpu:1")

    assert all(one is other for one, other in zip(before, net.parameters(), strict=True))
    assert {str(parameter.device) for parameter in net.parameters()} == {"simgpu:1"}
    assert all(type(parameter) is nn.Parameter for parameter in net.parameters())


@installed
def test_training_equals_the_cpus() -> None:
    """SGD and Adam walk the same way as on the CPU."""
    for optimizer_class in (torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop):
        losses = {}
        for device in ("cpu", "simgpu:1"):
            torch.manual_seed(0)
            net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1)).to(device)
            optimizer = optimizer_class(net.parameters(), lr=0.05)
            for _ in range(5):
                optimizer.zero_grad()
                loss = nn.BCEWithLogitsLoss()(net(cube(device)), torch.tensor([[0.0], [1.0]], device=device))
                loss.backward()
                optimizer.step()
            losses[device] = loss.item()

        assert losses["cpu"] == pytest.approx(losses["simgpu:1"], rel=1e-6)


@installed
def test_a_state_dict_is_on_the_device_and_loads_anywhere() -> None:
    """state_dict keeps the device; load_state_dict copies across."""
    net, other = nn.Linear(2, 2).to("simgpu:1"), nn.Linear(2, 2)
    state = net.state_dict()
    other.load_state_dict(state)

    assert str(state["weight"].device) == "simgpu:1" and other.weight.is_cpu
    assert torch.equal(other.weight, net.weight.cpu())


@installed
def test_deepcopy() -> None:
    """Tensors, parameters and nets copy deeply on their device, gradients included, each once."""
    x = cube("simgpu:1").requires_grad_()
    x.sum().backward()
    twin, again = copy.deepcopy([x, x])
    net = copy.deepcopy(nn.Linear(2, 2).to("simgpu"))

    assert twin is again and twin is not x and twin.requires_grad
    assert twin.device == x.device and torch.equal(twin, x) and torch.equal(twin.grad, x.grad)
    assert str(net.weight.device) == "simgpu:0"


@installed
def test_clone_and_detach() -> None:
    """clone is new memory; detach is the same memory without a graph."""
    x = cube("simgpu").requires_grad_()
    twin, bare = x.clone(), x.detach()
    bare += 1

    assert x[0, 0].item() == 1 and twin[0, 0].item() == 0
    assert twin.requires_grad and not bare.requires_grad


# For the grader itself


@installed
def test_cpu_copy_of_anything_is_plain() -> None:
    """Parameters, views and graph tensors of any device become plain CPU tensors with memory of their own."""
    from grader.sandbox.inside.simulated_gpu import cpu_copy

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


def test_installing_after_a_backward_pass_is_refused() -> None:
    """Autograd counts devices once; the error says what to do."""
    program = (
        "import torch; torch.ones(1, requires_grad=True).backward()\n"
        "from grader.sandbox.inside.simulated_gpu import install\n"
        "try: install()\n"
        "except RuntimeError as error: print(error)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1], check=True)

    assert "must be installed before this process's first backward pass" in done.stdout


if __name__ == "__main__":
    torch.set_num_threads(1)
    serve()
