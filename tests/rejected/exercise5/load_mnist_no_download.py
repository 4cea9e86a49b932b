"""wrong: load_mnist; misconception: never_downloads"""

from torchvision import datasets, transforms


def load_mnist(root, train):
    prepare = transforms.Compose([transforms.PILToTensor(), transforms.Lambda(lambda p: p.flatten() / 127.5 - 1)])
    return datasets.MNIST(root, train, transform=prepare)
