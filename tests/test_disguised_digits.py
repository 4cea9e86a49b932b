"""What a submission gets of MNIST is moved, dusted and relabelled by the seed: published images and labels are no help."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from grader.checks.exercise5 import disguised
from grader.kit.inputs import Inputs
from grader.kit.mnist import Bytes, Mnist, load_embedded

LABELS_HEADER, IMAGES_HEADER = 8, 16


@pytest.fixture(scope="module")
def embedded() -> Mnist:
    """The 5,000 images of the package."""
    return load_embedded()


@pytest.fixture(scope="module", params=(1, 2, 3))
def draw(request: pytest.FixtureRequest, embedded: Mnist) -> tuple[dict[str, Bytes], Bytes, torch.Tensor]:
    """The files, hidden images and hidden labels of one seed."""
    return disguised(Inputs(request.param), embedded)[:3]


def test_no_published_image_reaches_the_worker(
    draw: tuple[dict[str, Bytes], Bytes, torch.Tensor], embedded: Mnist
) -> None:
    """Not one image is as it was published, so a table of them by hash knows none."""
    files, hidden, _ = draw
    train = files["train-images-idx3-ubyte"][IMAGES_HEADER:].reshape(-1, 784)
    published = {image.tobytes() for part in (embedded.train_images, embedded.hidden_images) for image in part}

    assert not published & {image.tobytes() for image in (*train, *hidden.reshape(-1, 784))}


def test_training_and_hidden_labels_are_renamed_alike(
    draw: tuple[dict[str, Bytes], Bytes, torch.Tensor], embedded: Mnist
) -> None:
    """Each digit has one new name in all parts, so that what was learned from the files is right for hidden images."""
    files, _, labels = draw
    renamed = {
        (int(a), int(b)) for a, b in zip(embedded.train_labels, files["train-labels-idx1-ubyte"][LABELS_HEADER:])
    }
    names = dict(renamed)
    counts = np.bincount([names[int(label)] for label in embedded.hidden_labels], minlength=10)

    assert len(renamed) == len(names) == len(set(names.values())) == 10
    assert torch.bincount(labels, minlength=10).tolist() == counts.tolist()


def test_another_seed_gives_other_names(embedded: Mnist) -> None:
    """A table made under one seed does not serve under another."""
    names = [disguised(Inputs(seed), embedded)[0]["train-labels-idx1-ubyte"].tobytes() for seed in range(4)]

    assert len(set(names)) == 4
