"""wrong: load_mnist; misconception: normalises_by_the_mean"""

from torchvision import datasets, transforms


def load_mnist(root, train):
    steps = [
        transforms.ToTensor(),
        transforms.Normalize((0.1307,), (0.3081,)),
        transforms.Lambda(lambda t: t.view(784)),
    ]
    return datasets.MNIST(root, train=train, transform=transforms.Compose(steps), download=True)
