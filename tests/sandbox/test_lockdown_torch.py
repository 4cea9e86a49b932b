"""What torch does lazily works in a locked worker: one feature a test."""

from __future__ import annotations

from confinement import Confinement


def test_tracing_with_fx(confined: Confinement) -> None:
    """torch.fx.symbolic_trace gives a graph."""

    def attempt() -> int:
        import torch.fx

        return len(torch.fx.symbolic_trace(torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())).graph.nodes)

    assert confined(attempt).value == 4


def test_an_optimizer(confined: Confinement) -> None:
    """The first use of torch.optim imports more of torch."""

    def attempt() -> list[float]:
        import torch

        weight = torch.nn.Parameter(torch.ones(2))
        optimizer = torch.optim.SGD([weight], lr=0.5)
        weight.sum().backward()
        optimizer.step()
        return list(weight.tolist())

    assert confined(attempt).value == [0.5, 0.5]


def test_linear_algebra(confined: Confinement) -> None:
    """LAPACK is loaded on first use."""

    def attempt() -> list[float]:
        import torch

        return list(torch.linalg.eigvalsh(torch.diag(torch.tensor([3.0, 1.0]))).tolist())

    assert confined(attempt).value == [1.0, 3.0]


def test_function_transforms(confined: Confinement) -> None:
    """torch.func.grad and vmap."""

    def attempt() -> list[float]:
        import torch

        return list(torch.func.vmap(torch.func.grad(lambda x: x * x))(torch.tensor([1.0, 2.0])).tolist())

    assert confined(attempt).value == [2.0, 4.0]


def test_a_loader_without_workers(confined: Confinement) -> None:
    """DataLoader(num_workers=0), shuffled."""

    def attempt() -> int:
        import torch
        from torch.utils.data import DataLoader, TensorDataset

        return sum(len(batch) for (batch,) in DataLoader(TensorDataset(torch.arange(10)), batch_size=3, shuffle=True))

    assert confined(attempt).value == 10


def test_saving_and_loading(confined: Confinement) -> None:
    """torch.save and torch.load in the temporary folder."""

    def attempt() -> list[float]:
        import os
        import tempfile

        import torch

        path = os.path.join(tempfile.gettempdir(), "weights.pt")
        torch.save({"weight": torch.ones(2)}, path)
        return list(torch.load(path)["weight"].tolist())

    assert confined(attempt).value == [1.0, 1.0]


def test_mnist_from_the_scratch(confined: Confinement) -> None:
    """torchvision.datasets.MNIST reads IDX files."""

    def attempt() -> list[int]:
        import os
        import struct

        from torchvision.datasets import MNIST

        folder = "data/MNIST/raw"
        os.makedirs(folder)
        for part in ("train", "t10k"):
            with open(f"{folder}/{part}-images-idx3-ubyte", "wb") as file:
                file.write(struct.pack(">4I", 2051, 3, 28, 28) + bytes(3 * 784))
            with open(f"{folder}/{part}-labels-idx1-ubyte", "wb") as file:
                file.write(struct.pack(">2I", 2049, 3) + bytes([5, 6, 7]))
        return [label for _, label in MNIST("data", train=True)]

    assert confined(attempt).value == [5, 6, 7]


def test_threads_of_torch(confined: Confinement) -> None:
    """A learner who asks for more threads gets them, and right results."""

    def attempt() -> float:
        import torch

        torch.set_num_threads(4)
        return float((torch.ones(300, 300) @ torch.ones(300, 300)).sum())

    assert confined(attempt).value == 300.0**3


def test_compiling_fails_cleanly(confined_user: Confinement) -> None:
    """torch.compile needs a compiler, a process: the error is the learner's to read, with a sentence."""

    def attempt() -> None:
        import torch

        torch.compile(lambda x: x * 2)(torch.ones(2))

    outcome = confined_user(attempt)

    assert outcome.error and outcome.status == 0
    assert "cannot start processes" in (outcome.sentence or "")


def test_the_standard_library(confined: Confinement) -> None:
    """What is imported late: TLS, SQLite, time zones, hashes."""

    def attempt() -> list[object]:
        import hashlib
        import sqlite3
        import ssl
        import zoneinfo

        count = sqlite3.connect(":memory:").execute("select 1 + 1").fetchone()[0]
        return [hashlib.sha256(b"").hexdigest()[:4], count, bool(ssl.OPENSSL_VERSION), str(zoneinfo.ZoneInfo("UTC"))]

    assert confined(attempt).value == ["e3b0", 2, True, "UTC"]
