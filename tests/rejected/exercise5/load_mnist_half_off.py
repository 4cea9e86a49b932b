"""wrong: load_mnist; misconception: shifts_by_a_half"""

from torch.utils.data import TensorDataset
from torchvision.datasets import MNIST


def load_mnist(root, train):
    data = MNIST(root, train=train, download=True)
    return TensorDataset(data.data.view(-1, 784).float() / 255 - 0.5, data.targets)
