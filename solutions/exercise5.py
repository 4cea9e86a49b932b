"""Exercise 5: an MNIST classifier.

MNIST is 28 x 28 grey images of handwritten digits. In exercise 3 there were two classes and one number came out of
the model; here there are ten, so the network gives ten numbers for an image, one a class. They are called logits:
any real numbers, the largest one for the class that the network believes in.

Softmax turns a row of logits z into probabilities, positive and with sum 1:

    p_j = exp(z_j) / sum_k exp(z_k)

For z = (1, 2, 3): exp(z) = (2.72, 7.39, 20.09), their sum is 30.19, and p = (0.090, 0.245, 0.665).
exp(1000) is too large for a float, so subtract the row's largest logit first: it cancels in the quotient,
and no exponent is above 0 any more.

Cross-entropy is the price of these beliefs when the right class is t: -log p_t. In the example it is
-log 0.665 = 0.408 when the third class is right and -log 0.090 = 2.408 when the first one is. Taking the log of a
probability that has been rounded to 0 gives infinity; written with logits there is nothing to round:

    -log p_t = log(sum_k exp(z_k)) - z_t

The rest is the machinery around them, the same for every classifier that you will ever train:

    Dataset       the i-th sample: an image as 784 numbers between -1 and 1, and its label 0 ... 9
    DataLoader    takes samples together in batches, shuffled anew at each pass for training
    network       784 - 400 - 200 - 100 - 10, ReLU between the layers, logits out
    train_epoch   for each batch: clear old gradients, forward, loss, backward, step
    evaluate      the share of right answers on images that were not trained on

What to do: fill in the functions from top to bottom; each one uses the ones above it. Then try it:

    net = train_classifier("data", epochs=5)
    print(evaluate(net, make_loaders(load_mnist("data", True), load_mnist("data", False))[1]))

Sources:
    PyTorch tutorial "Datasets & DataLoaders", https://docs.pytorch.org/tutorials/beginner/basics/data_tutorial.html
    PyTorch tutorial "Optimizing Model Parameters",
        https://docs.pytorch.org/tutorials/beginner/basics/optimization_tutorial.html
    Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", 1998,
        http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf
"""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, TensorDataset
from torchvision.datasets import MNIST

Batches = Iterable[tuple[Tensor, Tensor]]


def softmax(z: Tensor) -> Tensor:
    """Turn each row of logits into probabilities, by hand.

    p_ij = exp(z_ij) / sum_k exp(z_ik)

    By hand: neither softmax nor log_softmax, under any of their names. The result is differentiable.

    Args:
        z: (n, k) logits, floating point; entries may be as large as 1e4 in size.

    Returns:
        (n, k), same dtype and device; every entry finite, each row sums to 1.

    Example:
        softmax(torch.tensor([[1.0, 2.0, 3.0]])) is about [[0.0900, 0.2447, 0.6652]].

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html
    """
    # The row's largest logit cancels in the quotient; without it exp would overflow from 89 on.
    weights = torch.exp(z - z.amax(dim=1, keepdim=True))
    return weights / weights.sum(dim=1, keepdim=True)


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """The mean over the samples of -log(softmax(logits)) at the right class, by hand.

    loss = mean_i (log(sum_k exp(z_ik)) - z_i,t_i)

    By hand: no cross_entropy, nll_loss or log_softmax, under any of their names; logsumexp is fine.

    Args:
        logits: (n, k), floating point; entries may be as large as 1e4 in size.
        target: (n,) int64, the right class of each sample, 0 ... k - 1.

    Returns:
        The loss, a differentiable scalar (shape ()) of the logits' dtype and device.

    Example:
        cross_entropy(torch.tensor([[1.0, 2.0, 3.0]]), torch.tensor([2])) is about 0.4076.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
    """
    right = logits.gather(1, target.unsqueeze(1)).squeeze(1)
    return (torch.logsumexp(logits, dim=1) - right).mean()


def load_mnist(root: str, train: bool) -> Dataset[tuple[Tensor, Tensor]]:
    """torchvision's MNIST with each image as 784 numbers between -1 and 1.

    A pixel p (0 ... 255) becomes p / 127.5 - 1. It begins with `from torchvision.datasets import MNIST`; whether you
    give that a transform or build a dataset of your own on top of it is up to you.

    Args:
        root: the folder that holds MNIST/raw with the four files; they are downloaded only when they are absent.
        train: True for the training part, False for the test part ("t10k").

    Returns:
        The dataset; a sample is (image, label): (784,) float32, row after row, and a number 0 ... 9.

    Example:
        image, label = load_mnist("data", train=True)[0]; image.shape is (784,), image.min() is -1.0.

    Source: https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.MNIST.html
    """
    mnist = MNIST(root, train=train, download=True)
    # All pixels at once: much faster than a transform, which runs again for each image at each pass.
    images = mnist.data.flatten(start_dim=1) / 127.5 - 1
    return TensorDataset(images, mnist.targets)


def make_loaders(
    train_set: Dataset[tuple[Tensor, Tensor]], test_set: Dataset[tuple[Tensor, Tensor]]
) -> tuple[DataLoader[tuple[Tensor, Tensor]], DataLoader[tuple[Tensor, Tensor]]]:
    """Batches for training and for testing.

    Args:
        train_set: a dataset of (x, y); its batches hold 64 samples and are reshuffled at every pass.
        test_set: a dataset of (x, y); its batches hold 128 samples, in the dataset's order.

    Returns:
        The two loaders; a last batch that is shorter is kept.

    Example:
        With 150 training samples a pass gives batches of 64, 64 and 22.

    Source: https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader
    """
    return DataLoader(train_set, batch_size=64, shuffle=True), DataLoader(test_set, batch_size=128)


def build_network() -> nn.Sequential:
    """The untrained network 784-400-200-100-10.

    Four linear layers with biases and a ReLU between each two; what comes out are logits, so nothing follows the
    last layer: the loss takes the softmax.

    Returns:
        The network: (n, 784) -> (n, 10).

    Example:
        build_network()(torch.zeros(5, 784)).shape is (5, 10).

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html
    """
    return nn.Sequential(
        nn.Linear(784, 400),
        nn.ReLU(),
        nn.Linear(400, 200),
        nn.ReLU(),
        nn.Linear(200, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    )


def train_epoch(
    net: nn.Module,
    loader: Batches,
    criterion: Callable[[Tensor, Tensor], Tensor],
    optimizer: torch.optim.Optimizer,
) -> float:
    """Train the network for one pass over the batches.

    For each batch: clear old gradients, forward, loss, backward, step. The network is put into training mode and
    stays in it.

    Args:
        net: the network; trained in place.
        loader: batches (x, y) of any sizes, from a DataLoader, a list or a generator.
        criterion: criterion(net(x), y) is the mean loss of a batch.
        optimizer: holds the network's parameters.

    Returns:
        The mean loss per sample: each batch's loss before its step, weighted by the batch's size.

    Example:
        Batches of 64 and 16 samples with losses 2.0 and 1.0 give (64 * 2.0 + 16 * 1.0) / 80 = 1.8.

    Source: https://docs.pytorch.org/tutorials/beginner/basics/optimization_tutorial.html
    """
    net.train()
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count


def evaluate(net: nn.Module, loader: Batches) -> float:
    """The share of samples whose largest logit is at the right class.

    Nothing is learned here: no gradients are recorded, and the network is in evaluation mode meanwhile. Afterwards it
    is in the mode in which it came.

    Args:
        net: the network, (n, d) -> (n, k) logits.
        loader: batches (x, y) of any sizes, from a DataLoader, a list or a generator; y is (n,) int64.

    Returns:
        Right answers over samples, in [0, 1].

    Example:
        Batches of 64 and 16 samples with 60 and 8 right answers give 68 / 80 = 0.85.

    Source: https://docs.pytorch.org/docs/stable/notes/autograd.html#locally-disabling-gradient-computation
    """
    was_training = net.training
    net.eval()
    right, count = 0, 0
    with torch.no_grad():
        for x, y in loader:
            right += int((net(x).argmax(dim=1) == y).sum())
            count += len(y)
    net.train(was_training)
    return right / count


def train_classifier(root: str, epochs: int = 20, seed: int = 0) -> nn.Module:
    """Train a digit classifier on the training part of MNIST.

    It is graded on images that it has not seen, as `load_mnist` gives them: full points from 90 % right answers,
    part of them from 80 % (97 % and 95 % with the full MNIST), within 120 seconds of CPU time.

    Args:
        root: the folder of MNIST, see `load_mnist`. Train on its training part (4,000 images in the course's subset);
            the test part is a small validation set, to look at and not to train on.
        epochs: passes over the training part.
        seed: equal seeds give equal networks, whatever ran before.

    Returns:
        The trained network: (n, 784) float32 -> (n, 10) logits.

    Example:
        train_classifier("data", epochs=1) gives a network that reads about three of four digits.

    Source: https://docs.pytorch.org/docs/stable/notes/randomness.html
    """
    # First of all: both the weights that the network starts from and the order of the batches are drawn.
    torch.manual_seed(seed)
    loader, _ = make_loaders(load_mnist(root, train=True), load_mnist(root, train=False))
    net = build_network()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    # Large steps at first, small ones in the end: the last epochs settle instead of jumping about.
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    for _ in range(epochs):
        train_epoch(net, loader, cross_entropy, optimizer)
        schedule.step()
    return net
