"""wrong: load_mnist; misconception: scales_to_zero_one"""

from torchvision import datasets, transforms


def load_mnist(root, train):
    steps = transforms.Compose([transforms.ToTensor(), transforms.Lambda(lambda image: image.reshape(-1))])
    return datasets.MNIST(root, train, transform=steps, download=True)
