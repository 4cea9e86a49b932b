"""MNIST on the trusted side: what a worker may hold (training and validation files) and what it may not (labels).

The embedded set is 5,000 real images; its licence and origin stand in grader/data/mnist/LICENSE.md. The full set is
what torchvision downloads. A worker gets the files of `Mnist.idx_files` and the hidden images, never the hidden labels.
"""

import shutil
import struct
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grader.errors import UsageProblem

Bytes = NDArray[np.uint8]

_EMBEDDED_FOLDER = Path(__file__).resolve().parents[1] / "data" / "mnist"
# The last images of the full set's training part play the public validation part, as in the embedded subset.
_FULL_VALIDATION_IMAGES = 1_000
_IDX_UINT8 = 0x08


@dataclass(frozen=True, eq=False)
class Mnist:
    """One choice of MNIST, split into training, public validation and hidden test.

    Images are uint8 (n, 28, 28), labels uint8 (n,); train : validation : hidden is 4,000 : 200 : 800 in the embedded
    subset and 59,000 : 1,000 : 10,000 in the full set.

    Attributes:
        name: "embedded" or "full".
        full_accuracy, part_accuracy: share of hidden images from which a classifier gets full points, and part of them.
        epochs: passes over the training part that the checks ask for, so that both sets train in the same CPU time.
    """

    name: str
    train_images: Bytes = field(repr=False)
    train_labels: Bytes = field(repr=False)
    validation_images: Bytes = field(repr=False)
    validation_labels: Bytes = field(repr=False)
    hidden_images: Bytes = field(repr=False)
    hidden_labels: Bytes = field(repr=False)
    full_accuracy: float
    part_accuracy: float
    epochs: int

    def idx_files(self) -> dict[str, Bytes]:
        """The four files of a torchvision root, with the validation part as "t10k"; see `idx_files` below."""
        return idx_files(self.train_images, self.train_labels, self.validation_images, self.validation_labels)


def idx_files(train_images: Bytes, train_labels: Bytes, test_images: Bytes, test_labels: Bytes) -> dict[str, Bytes]:
    """The content of `ROOT/MNIST/raw` as torchvision reads it: file name to bytes, each a uint8 array (size,)."""
    return {
        "train-images-idx3-ubyte": _idx_file(train_images),
        "train-labels-idx1-ubyte": _idx_file(train_labels),
        "t10k-images-idx3-ubyte": _idx_file(test_images),
        "t10k-labels-idx1-ubyte": _idx_file(test_labels),
    }


def _idx_file(array: Bytes) -> Bytes:
    """A uint8 array as an uncompressed IDX file: 0, 0, type, dimensions, then big-endian sizes, then the data."""
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, _IDX_UINT8, array.ndim, *array.shape)
    return np.frombuffer(header + array.tobytes(), dtype=np.uint8)


def load_embedded() -> Mnist:
    """The 5,000 images inside the package; needs no network."""
    with np.load(_EMBEDDED_FOLDER / "public.npz", allow_pickle=False) as public:
        parts = {name: public[name] for name in public.files}
    with np.load(_EMBEDDED_FOLDER / "hidden_images.npz", allow_pickle=False) as hidden:
        parts["hidden_images"] = hidden["images"]
    with np.load(_EMBEDDED_FOLDER / "hidden_labels.npz", allow_pickle=False) as hidden:
        parts["hidden_labels"] = hidden["labels"]
    return Mnist("embedded", **parts, full_accuracy=0.90, part_accuracy=0.80, epochs=20)


def write_public(root: str | Path) -> None:
    """Make `root` a torchvision root of the package's public images, for demos; hidden images and labels stay unread.

    Args:
        root: a folder; it gets MNIST/raw with the four files, 4,000 training images and 200 as "t10k".
    """
    with np.load(_EMBEDDED_FOLDER / "public.npz", allow_pickle=False) as public:
        files = idx_files(
            *(public[f"{part}_{kind}"] for part in ("train", "validation") for kind in ("images", "labels"))
        )
    folder = Path(root) / "MNIST" / "raw"
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.tobytes())


def load_full(cache: Path) -> Mnist:
    """The 70,000 images, from `cache` or, the first time, downloaded by torchvision with its progress on stderr.

    Raises:
        UsageProblem: nothing is in the cache and the download fails, or what is in the cache is damaged.
    """
    cache = cache.expanduser()
    if not (cache / "MNIST").is_dir():
        _download(cache)
    (train_images, train_labels), (hidden_images, hidden_labels) = _read(cache)
    cut = len(train_images) - _FULL_VALIDATION_IMAGES
    return Mnist(
        "full",
        train_images=train_images[:cut],
        train_labels=train_labels[:cut],
        validation_images=train_images[cut:],
        validation_labels=train_labels[cut:],
        hidden_images=hidden_images,
        hidden_labels=hidden_labels,
        full_accuracy=0.97,
        part_accuracy=0.95,
        epochs=5,
    )


def _download(cache: Path) -> None:
    """Fill `cache`; the folder MNIST appears there only when it is complete, whoever else downloads meanwhile."""
    from torchvision.datasets import MNIST

    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="download-", dir=cache) as partial:
            MNIST(partial, download=True)
            if not (cache / "MNIST").is_dir():
                shutil.move(Path(partial) / "MNIST", cache / "MNIST")
    except (OSError, RuntimeError) as error:
        reason = str(error).strip().splitlines()[-1]
        raise UsageProblem(
            f"The full MNIST could not be downloaded to {cache} ({reason}); connect to the network and try again, "
            "or use the 5,000 images that need none: --mnist embedded."
        ) from error


def _read(cache: Path) -> tuple[tuple[Bytes, Bytes], tuple[Bytes, Bytes]]:
    """Images and labels of the training and of the test part."""
    from torchvision.datasets import MNIST

    try:
        parts = [MNIST(str(cache), train=train) for train in (True, False)]
        sizes = [tuple(part.data.shape) + tuple(part.targets.shape) for part in parts]
    except (OSError, RuntimeError, AssertionError, TypeError, ValueError):
        sizes = []
    if sizes != [(60_000, 28, 28, 60_000), (10_000, 28, 28, 10_000)]:
        raise UsageProblem(f"The full MNIST in {cache / 'MNIST'} is damaged; delete that folder and try again.")
    train, test = ((part.data.numpy(), part.targets.numpy().astype(np.uint8)) for part in parts)
    return train, test
