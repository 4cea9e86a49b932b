"""wrong: load_mnist; misconception: looks_in_a_folder_of_its_own"""

import torchvision


class FlattenedDigits(torchvision.datasets.MNIST):
    def __getitem__(self, i):
        return (self.data[i].double() / 127.5 - 1).float().ravel(), self.targets[i]


def load_mnist(root, train):
    return FlattenedDigits(root, train, download=True)
