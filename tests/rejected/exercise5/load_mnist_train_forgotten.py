"""wrong: load_mnist; misconception: always_reads_the_training_part"""

from torchvision import datasets, transforms


def load_mnist(root, train):
    prepare = transforms.Compose([transforms.PILToTensor(), transforms.Lambda(lambda p: p.flatten() / 127.5 - 1)])
    return datasets.MNIST(root=root, download=True, transform=prepare)
