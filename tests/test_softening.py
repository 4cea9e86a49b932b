"""What a learner writes for speed costs nothing where it cannot be had: the file loads, the points stay, a notice tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

CHECKS = frozenset({"accuracy_is_share", "loss_keeps_dtype_and_device"})
COMPILED = """
import torch

doubled = torch.compile(lambda x: 2 * x)

@torch.compile
def tripled(x):
    return 3 * x

@torch.compile(dynamic=True, mode="reduce-overhead")
def halved(x):
    return x / 2

class Net(torch.nn.Module):
    def forward(self, x):
        return x + 1

net = torch.compile(Net())
net.compile()
assert isinstance(net, Net)
for f, right in ((doubled, 2.0), (tripled, 3.0), (halved, 0.5), (net, 2.0)):
    assert f(torch.ones(2)).tolist() == [right, right]
"""
POOLED = """
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import ProcessPoolExecutor as Same

class MyPool(ProcessPoolExecutor):
    def __init__(self):
        super().__init__(2, max_tasks_per_child=1)

for kind in (MyPool, Same):
    with kind() as pool:
        assert list(pool.map(abs, [-1, 2])) == [1, 2]
    assert issubclass(kind, Same)
"""
PINNED = """
import torch
from torch.utils.data import DataLoader, TensorDataset

batches = list(DataLoader(TensorDataset(torch.ones(8, 1)), batch_size=4, pin_memory=True))
assert len(batches) == 2
"""


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        (COMPILED, "torch.compile was left out"),
        (POOLED, "ProcessPoolExecutor was run with threads"),
        (PINNED, "DataLoader(pin_memory=True) was run without pinning"),
    ],
    ids=["torch.compile", "a pool of processes, subclassed", "pinned memory"],
)
def test_a_file_that_asks_for_speed_keeps_its_points(
    text: str, notice: str, grade_text: Callable[..., Any], solution: Callable[[str], str]
) -> None:
    """On the CPU and beside the simulated accelerator."""
    grade = grade_text("exercise3", f"{solution('exercise3')}\n\n{text}", only=CHECKS)

    assert [check.message for check in grade.checks if check.points < check.max_points] == []
    assert len(grade.checks) == len(CHECKS)
    assert sum(said.startswith(notice) for said in grade.notices) == 1
