"""wrong: load_mnist; misconception: makes_black_and_white"""

from torchvision import datasets, transforms


def load_mnist(root, train):
    steps = transforms.Compose([transforms.ToTensor(), transforms.Lambda(lambda x: (x > 0.5).float().view(-1) * 2 - 1)])
    return datasets.MNIST(root, train=train, download=True, transform=steps)
