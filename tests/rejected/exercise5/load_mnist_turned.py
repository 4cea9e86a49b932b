"""wrong: load_mnist; misconception: reads_column_after_column"""

from torch.utils.data import TensorDataset
from torchvision.datasets import MNIST


def load_mnist(root, train):
    data = MNIST(root, train=train, download=True)
    images = data.data.permute(0, 2, 1).reshape(-1, 784)
    return TensorDataset(images / 127.5 - 1, data.targets)
