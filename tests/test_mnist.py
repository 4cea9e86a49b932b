"""The MNIST data: the embedded subset, what a worker gets of it, and the full set's cache."""

from __future__ import annotations

import importlib.util
import shutil
import urllib.error
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torchvision

from grader.errors import UsageProblem
from grader.kit import mnist

PARTS = {"train": 400, "validation": 20, "hidden": 80}


@pytest.fixture(scope="module")
def embedded() -> mnist.Mnist:
    """The 5,000 images of the package."""
    return mnist.load_embedded()


def write_root(root: Path, files: dict[str, Any]) -> None:
    """Put IDX files where torchvision looks for them."""
    (root / "MNIST" / "raw").mkdir(parents=True)
    for name, content in files.items():
        (root / "MNIST" / "raw" / name).write_bytes(content.tobytes())


@pytest.mark.parametrize("part", PARTS)
def test_every_part_holds_each_class_equally_often(embedded: mnist.Mnist, part: str) -> None:
    """The split is stratified."""
    images, labels = getattr(embedded, f"{part}_images"), getattr(embedded, f"{part}_labels")

    assert np.bincount(labels).tolist() == [PARTS[part]] * 10
    assert images.shape == (10 * PARTS[part], 28, 28)
    assert images.dtype == labels.dtype == np.uint8


def test_no_image_is_in_two_parts(embedded: mnist.Mnist) -> None:
    """A network cannot have seen a hidden image."""
    images = [getattr(embedded, f"{part}_images").reshape(-1, 784) for part in PARTS]

    assert len(np.unique(np.concatenate(images), axis=0)) == 5_000


def test_the_position_of_a_hidden_image_tells_nothing(embedded: mnist.Mnist) -> None:
    """Classes are mixed: guessing the class of the neighbour is right about once in ten times."""
    labels = embedded.hidden_labels.astype(int)

    assert np.mean(labels[1:] == labels[:-1]) < 0.2
    assert abs(np.corrcoef(labels, np.arange(len(labels)))[0, 1]) < 0.1


def test_the_public_root_is_read_by_torchvision(embedded: mnist.Mnist, tmp_path: Path) -> None:
    """What a demo trains on is the training part; its test part is the validation part."""
    mnist.write_public(tmp_path)
    train, test = (torchvision.datasets.MNIST(str(tmp_path), train=part) for part in (True, False))

    assert np.array_equal(train.data.numpy(), embedded.train_images)
    assert np.array_equal(test.data.numpy(), embedded.validation_images)
    assert np.array_equal(test.targets.numpy(), embedded.validation_labels)


def test_the_public_root_is_made_without_the_hidden_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made where the public file alone is there."""
    package = tmp_path / "package"
    package.mkdir()
    shutil.copy(mnist._EMBEDDED_FOLDER / "public.npz", package)
    monkeypatch.setattr(mnist, "_EMBEDDED_FOLDER", package)

    mnist.write_public(tmp_path / "root")

    assert len(list((tmp_path / "root" / "MNIST" / "raw").iterdir())) == 4


def test_the_script_makes_the_same_split(embedded: mnist.Mnist) -> None:
    """tools/make_mnist_subset.py, given the 5,000 images in another order, splits and orders them alike."""
    script = Path(__file__).resolve().parents[1] / "tools" / "make_mnist_subset.py"
    spec = importlib.util.spec_from_file_location("make_mnist_subset", script)
    assert spec and spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    images = np.concatenate([getattr(embedded, f"{part}_images") for part in PARTS])[::-1]
    labels = np.concatenate([getattr(embedded, f"{part}_labels") for part in PARTS])[::-1]

    rows = maker.split(images, labels)

    for part in PARTS:
        assert (images[rows[part]] == getattr(embedded, f"{part}_images")).all()
        assert (labels[rows[part]] == getattr(embedded, f"{part}_labels")).all()


def test_torchvision_reads_the_files(embedded: mnist.Mnist, tmp_path: Path) -> None:
    """The files of a worker's root are torchvision's own format, the validation part being the test part."""
    from torchvision.datasets import MNIST

    write_root(tmp_path, embedded.idx_files())
    train, test = (MNIST(str(tmp_path), train=train) for train in (True, False))

    assert (train.data.numpy() == embedded.train_images).all()
    assert (train.targets.numpy() == embedded.train_labels).all()
    assert (test.data.numpy() == embedded.validation_images).all()
    assert (test.targets.numpy() == embedded.validation_labels).all()


def test_hidden_labels_are_in_no_file_of_a_worker(embedded: mnist.Mnist) -> None:
    """No run of hidden labels is in what crosses the pipe, nor in what is printed."""
    content = b"".join(file.tobytes() for file in embedded.idx_files().values()) + embedded.hidden_images.tobytes()

    assert embedded.hidden_labels[:50].tobytes() not in content
    assert "labels" not in repr(embedded)


def test_offline_the_full_set_asks_for_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network and a cache there is one sentence, and nothing is left behind."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise urllib.error.URLError("Name or service not known")

    monkeypatch.setattr("torchvision.datasets.mnist.download_and_extract_archive", refuse)

    with pytest.raises(UsageProblem, match=r"connect to the network .* --mnist embedded") as caught:
        mnist.load_full(tmp_path / "cache")
    assert "\n" not in str(caught.value)
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_full_set_is_downloaded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time, the cache is read and no download is tried."""
    full = mnist.idx_files(
        *(np.zeros(shape, np.uint8) for shape in ((60_000, 28, 28), 60_000, (10_000, 28, 28), 10_000))
    )
    fetched = []

    def fetch(url: str, download_root: str, **kwargs: Any) -> None:
        name = url.rsplit("/", 1)[1].removesuffix(".gz")
        fetched.append(name)
        (Path(download_root) / name).write_bytes(full[name].tobytes())

    monkeypatch.setattr("torchvision.datasets.mnist.download_and_extract_archive", fetch)

    for _ in range(2):
        found = mnist.load_full(tmp_path)
    assert sorted(fetched) == sorted(full)
    assert [len(found.train_images), len(found.validation_images), len(found.hidden_images)] == [59_000, 1_000, 10_000]
    assert (found.full_accuracy, found.part_accuracy) == (0.97, 0.95)
    assert [path.name for path in tmp_path.iterdir()] == ["MNIST"]


def test_a_damaged_cache_says_what_to_delete(tmp_path: Path) -> None:
    """A cache that does not hold 60,000 and 10,000 images is not graded with."""
    write_root(tmp_path, mnist.load_embedded().idx_files())

    with pytest.raises(UsageProblem, match="is damaged; delete that folder and try again"):
        mnist.load_full(tmp_path)
