"""wrong: load_mnist; misconception: makes_labels_one_hot"""

import torch
from torch.utils.data import TensorDataset
from torchvision.datasets import MNIST


def load_mnist(root, train):
    data = MNIST(root, train=train, download=True)
    return TensorDataset(data.data.flatten(1) / 127.5 - 1, torch.eye(10)[data.targets])
