"""wrong: load_mnist; misconception: makes_float64"""

from torch.utils.data import TensorDataset
from torchvision.datasets import MNIST


def load_mnist(root, train):
    data = MNIST(root, train=train, download=True)
    return TensorDataset(data.data.view(-1, 784).double() / 127.5 - 1, data.targets)
