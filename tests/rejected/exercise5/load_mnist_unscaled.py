"""wrong: load_mnist; misconception: leaves_pixels_unscaled"""

from torch.utils.data import TensorDataset
from torchvision.datasets import MNIST


def load_mnist(root, train):
    data = MNIST(root, train=train, download=True)
    return TensorDataset(data.data.view(-1, 784).float(), data.targets)
