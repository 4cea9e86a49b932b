"""Autograd, nets and optimizers there."""

from __future__ import annotations

import copy

import pytest
import torch
from simulated_worker import cube, installed
from torch import nn


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
    from grader.sandbox.inside.simgpu.device import install

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


@installed
def test_an_exception_in_a_hook_arrives() -> None:
    """What a tensor hook raises in autograd's own thread comes out of backward, and backward works again after it."""

    def refuse(gradient: torch.Tensor) -> torch.Tensor:
        raise ValueError("not today")

    for device in ("simgpu:0", "simgpu:1"):
        x = cube(device).requires_grad_()
        handle = x.register_hook(refuse)
        with pytest.raises(ValueError, match="not today"):
            x.sum().backward()
        handle.remove()
        x.sum().backward()

        assert x.grad.sum().item() == 6


@installed
def test_an_error_of_the_device_in_backward_arrives() -> None:
    """Mixing devices inside a hook raises CUDA's sentence from backward."""
    x = cube("simgpu:1").requires_grad_()
    x.register_hook(lambda gradient: gradient + torch.ones(2, 3))
    with pytest.raises(RuntimeError, match="simgpu:1 and cpu!"):
        x.sum().backward()
