"""wrong: build_network; misconception: activates_the_logits"""

from torch import nn


def build_network():
    sizes = [784, 400, 200, 100, 10]
    return nn.Sequential(
        *[nn.Sequential(nn.Linear(a, b), nn.ReLU()) for a, b in zip(sizes[:-1], sizes[1:], strict=True)]
    )
