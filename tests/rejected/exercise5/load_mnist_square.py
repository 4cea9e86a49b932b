"""wrong: load_mnist; misconception: keeps_the_square"""

from torch.utils.data import TensorDataset
from torchvision.datasets import MNIST


def load_mnist(root, train):
    digits = MNIST(root, train=train, download=True)
    return TensorDataset((digits.data.float() / 127.5 - 1).unsqueeze(1), digits.targets)
