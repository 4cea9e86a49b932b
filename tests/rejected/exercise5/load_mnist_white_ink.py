"""wrong: load_mnist; misconception: turns_black_and_white_round"""

from torch.utils.data import TensorDataset
from torchvision.datasets import MNIST


def load_mnist(root, train):
    data = MNIST(root, train=train, download=True)
    return TensorDataset(1 - data.data.flatten(1) / 127.5, data.targets)
