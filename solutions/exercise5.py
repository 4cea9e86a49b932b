"""Exercise 5: an MNIST classifier.

A letter has a postcode, written by hand. Around 1990 one of the first paid jobs of
neural networks was to read such digits, on letters and on bank cheques. A data set of
that decade is still the first one that most people train on. It is called MNIST. It
holds 60,000 images to learn from and 10,000 to be tested on. Each one is 28 x 28 grey
pixels, from 0 (black) to 255 (white). Here is one of them, drawn with characters:

           :=- ...
        .=%#*%%%%%%=
        #%+  .   .%%-
       +%:      .#%%-             784 numbers in,
       #+    .-*%%%%.      -->    10 numbers out,      -->   "it is a 9"
       -#%##%#+-:+%+              one for each digit
         ...     #%.
                *%-
               =%*
               %%.

You could not write rules for this: nobody can say in numbers what a 9 is. You can show
4,000 examples to a network, and it finds the rules. At the end of this page yours
reads nine of ten digits that it has never seen.

Part 1: ten beliefs
-------------------
In exercise 3 there were two classes, and the model gave one number. Here there are ten
classes, so the network gives ten numbers for an image. They are called *logits*. A
logit is any real number. The largest one stands at the digit that the network believes
in.

To say how *sure* it is, the network must give probabilities: numbers from 0 to 1 that
together make 1. The idea that comes first is to put the sigmoid of exercise 3 on each
logit. Try it with three logits, z = (1, 2, 3):

    >>> one_by_one = torch.sigmoid(torch.tensor([1.0, 2.0, 3.0]))
    >>> one_by_one
    tensor([0.7311, 0.8808, 0.9526])
    >>> one_by_one.sum()
    tensor(2.5644)

The three numbers do not sum to 1. How should they? Each sigmoid looks at its own logit
and knows nothing of the others. It answers a question of its own: "is there a cat?",
"is there a dog?". A photo may hold both, and there ten sigmoids are right. But an image
of MNIST is exactly one digit. If a 9 is likelier, everything else must be less likely.

*Softmax* lets the logits compete. It makes each one positive with exp, and then it
divides by the sum of all of them:

    p_j = exp(z_j) / sum_k exp(z_k)

    z                 1        2        3
    exp(z)         2.72     7.39    20.09      sum 30.19
    p             0.090    0.245    0.665      sum  1

By construction the row sums to 1. Sigmoid is softmax with two classes, where one of the
logits is 0: exp(z) / (exp(z) + exp(0)) = 1 / (1 + exp(-z)).

There is one trap. exp(1000) is too large for a float and becomes inf, and inf / inf is
nan. So subtract the row's largest logit first. No exponent is above 0 any more.

    Question: Why may you subtract the same number from every logit of a row?
    Answer: exp(z - c) = exp(z) / exp(c). The factor 1 / exp(c) stands above and below
    the line of the quotient and cancels. Softmax sees only the differences between
    logits.

Part 2: the price of a belief
-----------------------------
Now the belief must be compared with the truth. Both are distributions over the classes:
p is the truth, q the belief (which was the p of part 1). Their *cross-entropy* is

    CE(p, q) = - sum_j p_j log q_j

Read it as a price. If class j happens, you pay -log q_j: nothing where you were sure of
it, a lot where you believed that it could not be. CE is the price that you pay on
average when the classes come as p says. For p = (0.7, 0.2, 0.1), q = (0.5, 0.3, 0.2):

    CE(p, q) = 0.7 * 0.693 + 0.2 * 1.204 + 0.1 * 1.609 = 0.887
    CE(p, p) = 0.802             no other belief is cheaper than the truth itself

That is the general form. Two cases of it are the losses of this course.

One right class of k. The truth puts everything on class t: p = (0, ..., 1, ..., 0). It
is called *one-hot*. All terms but one are 0, and the loss is -log q_t. In our example
that is -log 0.665 = 0.408 if the third class is right, and 2.408 if it is the first.

Two classes, k = 2. The truth is (y, 1 - y), the belief (q, 1 - q). The sum has two
terms, -(y log q + (1 - y) log(1 - q)). That is `binary_loss` of exercise 3.

A probability that was rounded to 0 has the log -inf. Written with logits nothing has to
be rounded, so the loss takes logits and needs no clamp:

    -log q_t = log(sum_k exp(z_k)) - z_t

In PyTorch softmax and loss together are `nn.CrossEntropyLoss`. They belong together for
two reasons more. The gradient with respect to the logits is just q - p, belief minus
truth: (0.090, 0.245, -0.335) when the third class is right. And a network that knows
nothing has the loss log k.

    Question: You start to train on ten digits. What should the very first loss be?
    Answer: About log 10 = 2.303. All logits are near 0, so each class has about 0.1. If
    you see 8 instead, something is wrong before the training has begun.

Part 3: the machine around it
-----------------------------
    Dataset       gives sample i: 784 numbers between -1 and 1, and a label 0 ... 9
    DataLoader    takes samples together in batches; for training it shuffles them anew
                  at each pass
    network       784 - 400 - 200 - 100 - 10, with ReLU between the layers
    train_epoch   for each batch: clear old gradients, forward, loss, backward, step
    evaluate      the share of right answers, on images that were not trained on

Why batches? The gradient of 64 images points almost where the gradient of all of them
points. It costs a fraction of it, so you can take 63 steps in one pass over 4,000
images. Why shuffle? If all zeros came first and all nines last, the network would
unlearn the zeros. Why other images to test on? This net has 415,310 parameters, enough
to learn 4,000 images by heart. What counts is what it does with a new letter.

`net.train()` and `net.eval()` set a mode: some layers work differently while one trains
(none of this net does, but a loop should serve every net). When you only look, you also
need no gradients: `torch.no_grad()` saves the memory and the time for them.

Two mistakes are so common that they have names. *Double softmax*: the network ends in
a softmax, and the loss (yours, and `nn.CrossEntropyLoss`) takes it once more. The net
then learns slowly and is never sure. So the last layer gives logits. *Leakage*: the
test images were used for training, and the accuracy is a lie.

    Question: The training loss falls to 0.01, but on new images the accuracy stands
    still. What has happened?
    Answer: The network learns the training images by heart. That is *overfitting*. More
    images help, or a smaller net, or to stop earlier.

What to do
----------
Fill in the functions from top to bottom. Each one uses the ones above it. `grade
exercise5` checks them. `python exercises/exercise5.py` shows at any time what your
functions can do so far. `python -m doctest exercises/exercise5.py` runs the examples of
this page; silence means that all agree.

    function | points | minutes
    softmax | 14 | 10
    cross_entropy | 14 | 15
    load_mnist | 11 | 15
    make_loaders | 12 | 10
    build_network | 10 | 5
    train_epoch | 12 | 15
    evaluate | 10 | 10
    train_classifier | 17 | 20

Sources
-------
- PyTorch, datasets and loaders:
  https://docs.pytorch.org/tutorials/beginner/basics/data_tutorial.html
- PyTorch, the training loop:
  https://docs.pytorch.org/tutorials/beginner/basics/optimization_tutorial.html
- C. Olah, "Visual Information Theory": cross-entropy in pictures:
  https://colah.github.io/posts/2015-09-Visual-Information/
- LeCun, Bottou, Bengio, Haffner 1998: MNIST, and how cheques are read:
  https://doi.org/10.1109/5.726791
- LeCun and others 1989: postcodes: https://doi.org/10.1162/neco.1989.1.4.541
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

    By hand: neither softmax nor log_softmax, under any of their names. The result is
    differentiable.

    Args:
        z: (n, k) logits, floating point; entries may be as large as 1e4 in size.

    Returns:
        (n, k), same dtype and device; every entry finite, each row sums to 1.

    Example:
        >>> softmax(torch.tensor([[1.0, 2.0, 3.0]]))
        tensor([[0.0900, 0.2447, 0.6652]])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Softmax.html
    """
    # The row's largest logit cancels in the quotient; without it exp would overflow
    # from 89 on.
    weights = torch.exp(z - z.amax(dim=1, keepdim=True))
    return weights / weights.sum(dim=1, keepdim=True)


def cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    """The mean over the samples of -log(softmax(logits)) at the right class, by hand.

    loss = mean_i (log(sum_k exp(z_ik)) - z_i,t_i)

    By hand: no cross_entropy, nll_loss or log_softmax, under any of their names;
    logsumexp is fine.

    Args:
        logits: (n, k), floating point; entries may be as large as 1e4 in size.
        target: (n,) int64, the right class of each sample, 0 ... k - 1.

    Returns:
        The loss, a differentiable scalar (shape ()) of the logits' dtype and device.

    Example:
        >>> logits = torch.tensor([[1.0, 2.0, 3.0]])
        >>> cross_entropy(logits, torch.tensor([2]))
        tensor(0.4076)
        >>> cross_entropy(logits, torch.tensor([0]))
        tensor(2.4076)

    Source:
        https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
    """
    right = logits.gather(1, target.unsqueeze(1)).squeeze(1)
    return (torch.logsumexp(logits, dim=1) - right).mean()


def load_mnist(root: str, train: bool) -> Dataset[tuple[Tensor, Tensor]]:
    """torchvision's MNIST with each image as 784 numbers between -1 and 1.

    A pixel p (0 ... 255) becomes p / 127.5 - 1. It begins with
    `from torchvision.datasets import MNIST`; whether you give that a transform or build
    a dataset of your own on top of it is up to you.

    Args:
        root: the folder that holds MNIST/raw with the four files; they are downloaded
            only when they are absent.
        train: True for the training part, False for the test part ("t10k").

    Returns:
        The dataset; a sample is (image, label): (784,) float32, row after row, and a
        number 0 ... 9.

    Example:
        With the 4,000 images that come with the course, in a folder of its own:

        >>> import tempfile
        >>> from grader.kit.mnist import write_public
        >>> with tempfile.TemporaryDirectory() as root:
        ...     write_public(root)
        ...     image, label = load_mnist(root, train=True)[0]
        >>> image.shape, image.min().item(), int(label)
        (torch.Size([784]), -1.0, 9)

    Source: https://docs.pytorch.org/vision/stable/datasets.html
    """
    mnist = MNIST(root, train=train, download=True)
    # All pixels at once: much faster than a transform, which runs again for each image
    # at each pass.
    images = mnist.data.flatten(start_dim=1) / 127.5 - 1
    return TensorDataset(images, mnist.targets)


def make_loaders(
    train_set: Dataset[tuple[Tensor, Tensor]], test_set: Dataset[tuple[Tensor, Tensor]]
) -> tuple[DataLoader[tuple[Tensor, Tensor]], DataLoader[tuple[Tensor, Tensor]]]:
    """Batches for training and for testing.

    Args:
        train_set: a dataset of (x, y); its batches hold 64 samples and are reshuffled
            at every pass.
        test_set: a dataset of (x, y); its batches hold 128 samples, in the dataset's
            order.

    Returns:
        The two loaders; a last batch that is shorter is kept.

    Example:
        >>> samples = [(torch.zeros(784), 0)] * 150
        >>> train_loader, test_loader = make_loaders(samples, samples)
        >>> [len(y) for _, y in train_loader], [len(y) for _, y in test_loader]
        ([64, 64, 22], [128, 22])

    Source: https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader
    """
    train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
    return train_loader, DataLoader(test_set, batch_size=128)


def build_network() -> nn.Sequential:
    """The untrained network 784-400-200-100-10.

    Four linear layers with biases and a ReLU between each two; what comes out are
    logits, so nothing follows the last layer: the loss takes the softmax.

    Returns:
        The network: (n, 784) -> (n, 10).

    Example:
        >>> build_network()(torch.zeros(5, 784)).shape
        torch.Size([5, 10])

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

    For each batch: clear old gradients, forward, loss, backward, step. The network is
    put into training mode and stays in it.

    Args:
        net: the network; trained in place.
        loader: batches (x, y) of any sizes, from a DataLoader, a list or a generator.
        criterion: criterion(net(x), y) is the mean loss of a batch.
        optimizer: holds the network's parameters.

    Returns:
        The mean loss per sample: each batch's loss before its step, weighted by the
        batch's size.

    Example:
        Batches of 64 and 16 samples with losses 2.0 and 1.0 give
        (64 * 2.0 + 16 * 1.0) / 80 = 1.8. Here a net of two weights gets better:

        >>> net = nn.Linear(1, 2)
        >>> optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        >>> batches = [(torch.tensor([[1.0], [-1.0]]), torch.tensor([0, 1]))]
        >>> before = train_epoch(net, batches, cross_entropy, optimizer)
        >>> train_epoch(net, batches, cross_entropy, optimizer) < before
        True

    Source: https://docs.pytorch.org/docs/stable/optim.html
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

    Nothing is learned here: no gradients are recorded, and the network is in evaluation
    mode meanwhile. Afterwards it is in the mode in which it came.

    Args:
        net: the network, (n, d) -> (n, k) logits.
        loader: batches (x, y) of any sizes, from a DataLoader, a list or a generator; y
            is (n,) int64.

    Returns:
        Right answers over samples, in [0, 1].

    Example:
        Batches of 64 and 16 samples with 60 and 8 right answers give 68 / 80 = 0.85.
        A net that gives back its input, on two batches of 3 and 1 samples:

        >>> x, y = torch.eye(3), torch.tensor([0, 1, 0])
        >>> evaluate(nn.Identity(), [(x, y), (x[:1], y[:1])])
        0.75

    Source: https://docs.pytorch.org/docs/stable/generated/torch.no_grad.html
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

    It is graded on images that it has not seen, as `load_mnist` gives them: full points
    from 90 % right answers, part of them from 80 % (97 % and 95 % with the full MNIST),
    within 120 seconds of CPU time.

    Args:
        root: the folder of MNIST, see `load_mnist`. Train on its training part (4,000
            images in the course's subset); the test part is a small validation set, to
            look at and not to train on.
        epochs: passes over the training part.
        seed: equal seeds give equal networks, whatever ran before.

    Returns:
        The trained network: (n, 784) float32 -> (n, 10) logits.

    Example:
        After one pass over the 4,000 images that come with the course:

        >>> import tempfile
        >>> from grader.kit.mnist import write_public
        >>> with tempfile.TemporaryDirectory() as root:
        ...     write_public(root)
        ...     net = train_classifier(root, epochs=1)
        ...     train_set, test_set = load_mnist(root, True), load_mnist(root, False)
        >>> evaluate(net, make_loaders(train_set, test_set)[1]) > 0.5
        True

    Source: https://docs.pytorch.org/docs/stable/notes/randomness.html
    """
    # First of all: both the weights that the network starts from and the order of the
    # batches are drawn.
    torch.manual_seed(seed)
    train_set, test_set = load_mnist(root, train=True), load_mnist(root, train=False)
    loader, _ = make_loaders(train_set, test_set)
    net = build_network()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    # Large steps at first, small ones in the end: the last epochs settle instead of
    # jumping about.
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    for _ in range(epochs):
        train_epoch(net, loader, cross_entropy, optimizer)
        schedule.step()
    return net


if __name__ == "__main__":
    import tempfile
    import time

    from grader.demo import draw, run_demo
    from grader.kit.mnist import write_public

    def demo() -> None:
        """Your functions turn logits into beliefs, then learn to read postcodes."""

        def picture(image: Tensor) -> str:
            """A digit (784,) as text: two rows of pixels make one line."""
            rows = ((image.reshape(14, 2, 28).mean(dim=1) + 1) * 4.5).int().tolist()
            lines = ["".join(" .:-=+*#%@"[grey] for grey in row) for row in rows]
            return "\n".join(f"      {line.rstrip()}" for line in lines if line.strip())

        torch.manual_seed(0)
        torch.set_num_threads(1)  # a net of this size is fastest on one core
        logits = torch.tensor([[1.0, 2.0, 3.0]])
        print("logits    1      2      3")
        print("belief  ", "  ".join(f"{p:.3f}" for p in softmax(logits)[0].tolist()))
        prices = [cross_entropy(logits, torch.tensor([t])) for t in range(3)]
        print("price   ", "  ".join(f"{float(price):.3f}" for price in prices))
        with tempfile.TemporaryDirectory() as root:
            write_public(root)
            old, new = load_mnist(root, train=True), load_mnist(root, train=False)
            print(f"\nOn an old letter somebody wrote a {int(old[0][1])}:\n")
            print(picture(old[0][0].reshape(784)))
            loader, new_loader = make_loaders(old, new)
            print(f"\n{len(old)} such digits make {len(loader)} batches.\n")
            net, losses = build_network(), []

            def price(logits: Tensor, target: Tensor) -> Tensor:
                loss = cross_entropy(logits, target)
                losses.append(loss.item())
                return loss

            sgd = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
            start = time.monotonic()
            while time.monotonic() < start + 3 and len(losses) < 3 * len(loader):
                train_epoch(net, loader, price, sgd)
            draw("The price of a belief", {"loss": losses}, "batch", "loss")
            print(f"\nThe net reads {evaluate(net, new_loader):.0%} of 200 new digits.")
            images = torch.stack([image for image, _ in new])
            labels = torch.tensor([int(label) for _, label in new])
            sure, said = softmax(net(images).detach()).max(dim=1)
            at = int((sure * (said != labels)).argmax())
            print(f"It is {sure[at]:.0%} sure that this is a {said[at]},", end=" ")
            print(f"but the writer meant a {labels[at]}:\n\n{picture(images[at])}")
            net = train_classifier(root, epochs=2)
            share = evaluate(net, new_loader)
            print(f"\nAfter two of twenty passes train_classifier reads {share:.0%}.")

    run_demo(demo)
