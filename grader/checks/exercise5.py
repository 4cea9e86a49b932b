"""Checks of exercise 5: an MNIST classifier."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # the name that probes know it by

from grader.kit import (
    FLOAT64,
    Inputs,
    Limits,
    Mnist,
    Submission,
    Tolerance,
    agree,
    by_hand,
    check,
    close,
    expect,
    fail,
    graded,
    idx_files,
    plot,
)

HINTS = {
    "softmax": (
        "Which is the largest number that exp can take in float32, and what is inf / inf?",
        "The same number subtracted from a whole row changes no quotient. Which number makes every exponent safe?",
        "weights = torch.exp(z - z.amax(dim=1, keepdim=True)); return weights / weights.sum(dim=1, keepdim=True)",
    ),
    "cross_entropy": (
        "Put softmax into -log p_t on paper and simplify before you write code.",
        "What remains is log(sum exp(z)) - z_t: torch.logsumexp for the first part, gather for the second.",
        "right = logits.gather(1, target.unsqueeze(1)).squeeze(1); return (torch.logsumexp(logits, 1) - right).mean()",
    ),
    "load_mnist": (
        "torchvision.datasets.MNIST has arguments for the folder, the part and the download; what is left to you?",
        "It downloads only what is absent when download=True. Its .data is (n, 28, 28) uint8: or give it a transform.",
        "mnist = MNIST(root, train=train, download=True); "
        "return TensorDataset(mnist.data.flatten(start_dim=1) / 127.5 - 1, mnist.targets)",
    ),
    "make_loaders": (
        "Training wants another order at every pass, testing wants the same one; both want every sample.",
        "DataLoader has the arguments batch_size and shuffle; leave drop_last alone.",
        "return DataLoader(train_set, batch_size=64, shuffle=True), DataLoader(test_set, batch_size=128)",
    ),
    "build_network": (
        "Count the linear layers: four sizes are left after the first number. How many gaps are between them?",
        "nn.Sequential(nn.Linear(784, 400), nn.ReLU(), ...); nothing comes after the last linear layer.",
        "Linear 784-400, ReLU, Linear 400-200, ReLU, Linear 200-100, ReLU, Linear 100-10, in one nn.Sequential.",
    ),
    "train_epoch": (
        "Say in words what happens to one batch, in order. What is left over from the batch before?",
        "net.train(), then for each batch: zero_grad, forward, loss, backward, step. Batches differ in size.",
        "Inside the loop: total += loss.item() * len(y); count += len(y). After it: return total / count.",
    ),
    "evaluate": (
        "Three things are different from training: the mode, the gradients, and that the mode must come back.",
        "Keep net.training, call net.eval(), use torch.no_grad(), add up right answers and samples, restore the mode.",
        "right += int((net(x).argmax(dim=1) == y).sum()); count += len(y); then net.train(was_training); right / count",
    ),
    "train_classifier": (
        "All the parts are there; put them in order. Where is the first random number drawn?",
        "Seed first, then loaders, network, optimizer over this network's parameters, and train_epoch `epochs` times.",
        "torch.manual_seed(seed) comes first; then nn.CrossEntropyLoss() with "
        "torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9).",
    ),
}

CONTRACT = Tolerance(1e-4, 2e-3, "a logit of 1e4 is rounded by up to 1e-3 in float32")
TRAINING = Limits(cpu_s=120, wall_s=600)


def reference_softmax(z):
    return torch.softmax(z, dim=1)


def reference_cross_entropy(logits, target):
    return F.cross_entropy(logits, target)


# softmax and cross_entropy


def large_logits(inputs: Inputs, n: int, k: int):
    """Rows with logits up to 1e4 on both sides; one row is far below the others, in one the first two are equal."""
    z = inputs.uniform(-1e4, 1e4, n, k)
    z[0] = inputs.uniform(-1e4, -9.9e3, k)
    z[1, :2] = 9.9e3
    return z


@check("softmax", points=5)
def check_softmax_matches_definition(submission: Submission, inputs: Inputs) -> None:
    """softmax divides exp(z) by its sum over each row, and lets gradients through."""
    for n, k in ((1, 3), (4, 10), (5, 5), (7, 2), (3, 1)):
        agree(submission, "softmax", inputs.normal(n, k, scale=2), reference=reference_softmax, gradients=(0,))
    agree(submission, "softmax", inputs.noncontiguous(5, 4), reference=reference_softmax, gradients=(0,))


@check("softmax", points=4)
def check_softmax_stays_finite(submission: Submission, inputs: Inputs) -> None:
    """softmax and its gradient stay finite and right for logits up to 1e4 on both sides."""
    for n, k in ((4, 6), (2, 10)):
        z = large_logits(inputs, n, k)
        # Values first: which gradients become nan depends on how a wrong formula is written.
        for gradients in ((), (0,)):
            agree(submission, "softmax", z, reference=reference_softmax, gradients=gradients, tolerance=CONTRACT)


@check("softmax", points=2)
def check_softmax_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """softmax keeps the dtype and the device of its input."""
    z = inputs.normal(4, 3)
    agree(submission, "softmax", z.double(), reference=reference_softmax, tolerance=FLOAT64)
    for accelerator in accelerators:
        agree(submission.on(accelerator), "softmax", z, reference=reference_softmax, device=f"{accelerator}:0")


@check("softmax", points=3)
def check_softmax_is_by_hand(submission: Submission, inputs: Inputs) -> None:
    """softmax is written by hand, without torch's softmax, log_softmax or autograd."""
    by_hand(submission, "softmax", inputs.normal(4, 3), banned=("softmax", "log_softmax"), autograd=False)


@check("cross_entropy", points=5)
def check_cross_entropy_matches_definition(submission: Submission, inputs: Inputs) -> None:
    """cross_entropy is the mean of log(sum exp(z)) - z at the right class, and lets gradients through."""
    for n, k in ((1, 3), (6, 10), (4, 4), (7, 2)):
        args = inputs.normal(n, k, scale=4), inputs.integers(0, k, n)
        agree(submission, "cross_entropy", *args, reference=reference_cross_entropy, gradients=(0,), tolerance=CONTRACT)
    args = inputs.noncontiguous(5, 3), inputs.integers(0, 3, 5)
    agree(submission, "cross_entropy", *args, reference=reference_cross_entropy, gradients=(0,), tolerance=CONTRACT)


@check("cross_entropy", points=4)
def check_cross_entropy_survives_large_logits(submission: Submission, inputs: Inputs) -> None:
    """cross_entropy and its gradient stay finite and right for logits up to 1e4, right or wrong by a mile."""
    for n, k in ((4, 5), (2, 10)):
        z = large_logits(inputs, n, k)
        for target in (inputs.integers(0, k, n), z.argmax(dim=1), z.argmin(dim=1)):
            for gradients in ((), (0,)):
                options = {"reference": reference_cross_entropy, "gradients": gradients, "tolerance": CONTRACT}
                agree(submission, "cross_entropy", z, target, **options)


@check("cross_entropy", points=2)
def check_cross_entropy_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """cross_entropy keeps the dtype and the device of the logits."""
    z, target = inputs.normal(4, 3), inputs.integers(0, 3, 4)
    agree(submission, "cross_entropy", z.double(), target, reference=reference_cross_entropy, tolerance=FLOAT64)
    for accelerator in accelerators:
        options = {"reference": reference_cross_entropy, "tolerance": CONTRACT, "device": f"{accelerator}:0"}
        agree(submission.on(accelerator), "cross_entropy", z, target, **options)


@check("cross_entropy", points=3)
def check_cross_entropy_is_by_hand(submission: Submission, inputs: Inputs) -> None:
    """cross_entropy is written by hand, without torch's cross_entropy, nll_loss, log_softmax or autograd."""
    banned = ("cross_entropy", "nll_loss", "log_softmax")
    args = inputs.normal(4, 3), inputs.integers(0, 3, 4)
    by_hand(submission, "cross_entropy", *args, banned=banned, autograd=False)


# load_mnist and make_loaders


def root_of(files):
    """A torchvision-MNIST root that holds these files."""
    import os
    import tempfile

    root = tempfile.mkdtemp()
    os.makedirs(os.path.join(root, "MNIST", "raw"))
    for name, content in files.items():
        with open(os.path.join(root, "MNIST", "raw", name), "wb") as file:
            file.write(content.tobytes())
    return root


def images_of(m, files, train):
    """The images of one part, as the dataset gives them."""
    dataset = m.load_mnist(root_of(files), train)
    return [torch.as_tensor(dataset[index][0]) for index in range(len(dataset))]


def labels_of(m, files, train):
    """The labels of one part, as numbers."""
    dataset = m.load_mnist(root_of(files), train)
    return [int(dataset[index][1]) for index in range(len(dataset))]


def random_part(inputs: Inputs, n: int):
    """(n, 28, 28) random pixels, black and white ones among them, and (n,) labels."""
    images = inputs.integers(0, 256, n, 28, 28).numpy().astype(np.uint8)
    images[:, 0, :2], images[:, 0, 2:4] = 0, 255
    return images, inputs.integers(0, 10, n).numpy().astype(np.uint8)


@check("load_mnist", points=5)
def check_images_are_784_numbers(submission: Submission, inputs: Inputs) -> None:
    """Each image of load_mnist is a float32 tensor of shape (784,), a pixel p having become p / 127.5 - 1."""
    images, labels = random_part(inputs, 9)
    got = submission.run(images_of, idx_files(images, labels, *random_part(inputs, 4)), True, using=(root_of,))
    expected = [torch.from_numpy(image).double().flatten().div(127.5).sub(1).float() for image in images]
    close(got, expected, what="the images of load_mnist")


@check("load_mnist", points=3)
def check_load_reads_the_part_asked_for(submission: Submission, inputs: Inputs) -> None:
    """load_mnist gives the training part for train=True and the test part for train=False, in the file's order."""
    train, test = random_part(inputs, 9), random_part(inputs, 5)
    for wanted, part in ((False, test), (True, train)):
        got = submission.run(labels_of, idx_files(*train, *test), wanted, using=(root_of,))
        close(got, part[1].tolist(), what=f"the labels of load_mnist with train={wanted}")


def downloads_of(m, files):
    """How many files load_mnist downloads where they are present, and where they are absent."""
    import os
    from unittest import mock

    asked = []

    def fetch(url, download_root, **options):
        asked.append(url)
        os.makedirs(download_root, exist_ok=True)
        name = os.path.basename(url).removesuffix(".gz")
        with open(os.path.join(download_root, name), "wb") as file:
            file.write(files[name].tobytes())

    root, found = root_of(files), []
    with mock.patch("torchvision.datasets.mnist.download_and_extract_archive", fetch):
        for folder in (root, os.path.join(root, "absent")):
            asked.clear()
            m.load_mnist(folder, True)
            found.append(len(asked))
    return found


@check("load_mnist", points=3)
def check_downloads_only_what_is_absent(submission: Submission, inputs: Inputs) -> None:
    """load_mnist downloads MNIST where it is absent and leaves it alone where it is present."""
    files = idx_files(*random_part(inputs, 3), *random_part(inputs, 2))
    found = submission.run(downloads_of, files, using=(root_of,))
    close(found, [0, 4], what="the numbers of files downloaded where they are present, and where they are absent")


def passes_of(m, which, count, passes):
    """For several passes over one of the loaders: sample numbers, batch by batch; and whether it is a DataLoader."""
    numbers = torch.arange(count)
    dataset = torch.utils.data.TensorDataset(numbers.float().unsqueeze(1), numbers)
    other = torch.utils.data.TensorDataset(torch.zeros(3, 1), -torch.ones(3))
    loader = m.make_loaders(*((dataset, other) if which == 0 else (other, dataset)))[which]
    batches = [[y.tolist() for _, y in loader] for _ in range(passes)]
    return batches, isinstance(loader, torch.utils.data.DataLoader)


def batches_of(m, which, count):
    """One pass: the sizes of the batches, the samples that were missing, and whether it is a DataLoader."""
    (batches,), is_loader = passes_of(m, which, count, 1)
    seen = [number for batch in batches for number in batch]
    return [len(batch) for batch in batches], sorted(set(range(count)) ^ set(seen))[:10], len(seen), is_loader


def orders_of(m, count):
    """Of three passes over the training loader: which are in the dataset's order, which equal the one before."""
    passes, _ = passes_of(m, 0, count, 3)
    orders = [sum(batches, []) for batches in passes]
    in_order = [order == sorted(order) for order in orders]
    return in_order, [orders[0] == orders[1], orders[1] == orders[2]]


@check("make_loaders", points=4)
def check_training_batches_hold_64(submission: Submission) -> None:
    """The first loader of make_loaders gives every sample once, in batches of 64, the short last one included."""
    for count, sizes in ((150, [64, 64, 22]), (128, [64, 64]), (5, [5])):
        got = submission.run(batches_of, 0, count, using=(passes_of,))
        close(
            got,
            (sizes, [], count, True),
            what=f"(batch sizes, missing samples, samples, DataLoader?) of {count} samples",
        )


@check("make_loaders", points=4)
def check_training_is_reshuffled(submission: Submission) -> None:
    """The first loader of make_loaders takes the samples in another order at every pass."""
    got = submission.run(orders_of, 100, using=(passes_of,))
    in_order, repeated = got if isinstance(got, list | tuple) and len(got) == 2 else (None, None)
    expect(in_order == [False] * 3, "Training batches are shuffled; these come in the dataset's order.")
    expect(repeated == [False] * 2, "Training batches are shuffled anew at every pass; two passes had the same order.")


@check("make_loaders", points=4)
def check_test_batches_hold_128_in_order(submission: Submission) -> None:
    """The second loader of make_loaders gives the samples in order, in batches of 128, the short last one included."""
    for count in (300, 7):
        expected = [list(range(start, min(start + 128, count))) for start in range(0, count, 128)]
        got = submission.run(passes_of, 1, count, 1)
        close(got, ([expected], True), what="the numbers of the test samples, and whether it is a DataLoader")


# build_network


def plan_of(m):
    """What build_network builds: its kind, and the shapes of its parameters."""
    net = m.build_network()
    kind = "Sequential" if isinstance(net, nn.Sequential) else type(net).__name__
    return kind, [list(parameter.shape) for parameter in net.parameters()]


def logits_of(m, weights, x):
    """The outputs of the network, in evaluation mode, with these weights and biases."""
    net = m.build_network().eval()
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), weights, strict=True):
            parameter.copy_(value)
        return net(x)


def kinship_of(m):
    """Whether two networks share memory, and whether the units of the first layer start all alike."""
    first, second = (list(m.build_network().parameters()) for _ in range(2))
    shared = {p.untyped_storage().data_ptr() for p in first} & {p.untyped_storage().data_ptr() for p in second}
    return len(shared) > 0, bool((first[0] == first[0][0]).all())


SIZES = (784, 400, 200, 100, 10)


@check("build_network", points=5)
def check_network_has_four_layers(submission: Submission) -> None:
    """build_network gives an nn.Sequential of four linear layers with biases, 784-400-200-100-10."""
    shapes = [shape for d, k in zip(SIZES[:-1], SIZES[1:], strict=True) for shape in ([k, d], [k])]
    close(submission.run(plan_of), ("Sequential", shapes), what="the kind and parameter shapes of build_network")


@check("build_network", points=4, after=("network_has_four_layers",))
def check_network_puts_relu_between(submission: Submission, inputs: Inputs) -> None:
    """The network has a ReLU between each two layers and nothing after the last one: logits come out."""
    pairs = zip(SIZES[:-1], SIZES[1:], strict=True)
    weights = [value for d, k in pairs for value in (inputs.normal(k, d, scale=(2 / d) ** 0.5), inputs.normal(k))]
    x = inputs.normal(5, 784)
    expected = x.double()
    for index in range(0, 8, 2):
        expected = F.relu(expected) if index else expected
        expected = F.linear(expected, weights[index].double(), weights[index + 1].double())
    close(submission.run(logits_of, weights, x), expected.float(), what="the logits of the network")


@check("build_network", points=1)
def check_network_is_new_each_time(submission: Submission) -> None:
    """Each call of build_network gives a new network with random weights of its own."""
    got = submission.run(kinship_of)
    close(got, (False, False), what="(two networks share weights, all units start alike)")


# train_epoch and evaluate


class Watched(nn.Module):
    """A linear layer that notes in which mode it runs and whether its outputs record gradients."""

    def __init__(self, weight, bias):
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight.clone()), nn.Parameter(bias.clone())
        self.modes, self.records = [], []

    def forward(self, x):
        outputs = x @ self.weight.T + self.bias
        self.modes.append(self.training)
        self.records.append(outputs.requires_grad)
        return outputs


def train_watched(m, weight, bias, batches, lr, criterion, form, passes=2):
    """Some passes of train_epoch over a net that arrives in evaluation mode, with old gradients in it."""
    net, losses = Watched(weight, bias).eval(), []
    net.weight.grad, net.bias.grad = torch.ones_like(weight), torch.ones_like(bias)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    for _ in range(passes):
        loader = batches if form == "list" else (batch for batch in batches)
        losses.append(m.train_epoch(net, loader, getattr(F, criterion), optimizer))
    return {
        "losses": losses,
        "weights": [net.weight.detach(), net.bias.detach()],
        "modes": (all(net.modes), net.training),
    }


def reference_training(weight, bias, batches, lr, criterion, passes=2):
    """The weights after such passes and the mean loss per sample of each, in float64."""
    weight, bias, losses = weight.double(), bias.double(), []
    for _ in range(passes):
        total = 0.0
        for x, y in batches:
            leaves = weight.clone().requires_grad_(), bias.clone().requires_grad_()
            loss = getattr(F, criterion)(F.linear(x.double(), *leaves), y)
            slopes = torch.autograd.grad(loss, leaves)
            weight, bias = weight - lr * slopes[0], bias - lr * slopes[1]
            total += loss.item() * len(y)
        losses.append(total / sum(len(y) for _, y in batches))
    return losses, [weight.float(), bias.float()]


def small_task(inputs: Inputs, *sizes: int, d: int = 3, k: int = 4):
    """Weight and bias of a linear layer, and batches of these sizes."""
    batches = [(inputs.normal(n, d), inputs.integers(0, k, n)) for n in sizes]
    return inputs.normal(k, d), inputs.normal(k), batches


@check("train_epoch", points=5)
def check_training_steps_after_each_batch(submission: Submission, inputs: Inputs) -> None:
    """train_epoch takes one step a batch with the given criterion and optimizer, without any old gradient."""
    for criterion, form in (("cross_entropy", "generator"), ("multi_margin_loss", "list")):
        task = *small_task(inputs, 5, 3, 1), 0.5, criterion
        expected = reference_training(*task)[1]
        got = submission.run(train_watched, *task, form, using=(Watched,))["weights"]
        close(got, expected, what="the weight and bias after two epochs of three batches each")


@check("train_epoch", points=4)
def check_training_loss_is_a_mean_over_samples(submission: Submission, inputs: Inputs) -> None:
    """train_epoch returns the mean loss per sample as a float: batch losses before their steps, weighted by size."""
    weight, bias, batches = small_task(inputs, 8, 8, 4)
    task = weight, bias, batches, 0.1, "cross_entropy"
    yours = submission.run(train_watched, *task, "list", 20, using=(Watched,))["losses"]
    lines = {"yours": yours, "reference": reference_training(*task, passes=20)[0]}
    plot(submission, "loss of train_epoch, 20 times", lines, x_label="epoch", y_label="loss")
    for criterion, form in (("cross_entropy", "list"), ("multi_margin_loss", "generator")):
        task = *small_task(inputs, 7, 2, 1), 0.5, criterion
        got = submission.run(train_watched, *task, form, using=(Watched,))["losses"]
        close(got, reference_training(*task)[0], what="the losses of two epochs")


@check("train_epoch", points=3)
def check_training_runs_in_training_mode(submission: Submission, inputs: Inputs) -> None:
    """train_epoch puts the network into training mode, even one that came in evaluation mode, and leaves it there."""
    task = *small_task(inputs, 2, 2), 0.1, "cross_entropy"
    got = submission.run(train_watched, *task, "list", using=(Watched,))["modes"]
    close(got, (True, True), what="(training mode at each batch, training mode in the end)")


def evaluate_watched(m, weight, bias, batches, training, form):
    """What evaluate returns for a net in that mode, and what it left behind."""
    net = Watched(weight, bias).train(training)
    net.weight.grad = torch.ones_like(weight)
    accuracy = m.evaluate(net, batches if form == "list" else (batch for batch in batches))
    left = 0.0 if net.weight.grad is None else float(net.weight.grad.sum())
    recorded = any(net.records), torch.is_grad_enabled(), net.weight.requires_grad, left
    torch.set_grad_enabled(True)  # this worker also answers later checks
    return {"accuracy": accuracy, "modes": (any(net.modes), net.training), "recorded": recorded}


@check("evaluate", points=4)
def check_accuracy_counts_samples(submission: Submission, inputs: Inputs) -> None:
    """evaluate returns the right answers over the samples of all batches, as a float between 0 and 1."""
    for sizes, wrong, form in (
        ((6, 3, 1), 3, "list"),
        ((5, 4), 7, "generator"),
        ((3,), 0, "list"),
        ((2, 1), 3, "list"),
    ):
        weight, bias, batches = small_task(inputs, *sizes, d=2, k=5)
        marked, left = [], wrong
        for x, _ in reversed(batches):
            # The last batches are the wrong ones, so that a mean over batches differs from the mean over samples.
            y = F.linear(x, weight, bias).argmax(dim=1)
            y[:left] = (y[:left] + 1) % 5
            left = max(0, left - len(y))
            marked.insert(0, (x, y))
        got = submission.run(evaluate_watched, weight, bias, marked, True, form, using=(Watched,))
        close(got["accuracy"], 1 - wrong / sum(sizes), what="the accuracy")


@check("evaluate", points=3)
def check_evaluate_restores_the_mode(submission: Submission, inputs: Inputs) -> None:
    """evaluate runs the network in evaluation mode and hands it back in the mode in which it came."""
    for training in (True, False):
        task = small_task(inputs, 3, 2)
        got = submission.run(evaluate_watched, *task, training, "list", using=(Watched,))["modes"]
        close(got, (False, training), what="(training mode at any batch, training mode in the end)")


@check("evaluate", points=3)
def check_evaluate_records_no_gradients(submission: Submission, inputs: Inputs) -> None:
    """evaluate records no gradients while it runs, and recording is on again afterwards."""
    weight, bias, batches = small_task(inputs, 3, 2)
    got = submission.run(evaluate_watched, weight, bias, batches, True, "list", using=(Watched,))["recorded"]
    expected = (False, True, True, float(weight.numel()))
    close(
        got,
        expected,
        what="(outputs record gradients, recording is on again, weights are trainable, sum of weight.grad)",
    )


# train_classifier: `slow`, because other functions' mistakes must not be sought by training


def easy_part(inputs: Inputs, n: int, patterns, labels):
    """(n, 28, 28) noisy copies of the patterns in turn, shuffled, and (n,) their labels."""
    which = torch.arange(n)[inputs.permutation(n)] % len(patterns)
    noise = inputs.integers(0, 60, n, 28, 28)
    return (patterns[which] * 195 + noise).numpy().astype(np.uint8), labels[which].numpy().astype(np.uint8)


def easy_parts(inputs: Inputs, n: int):
    """Training and test part in which each digit is a pattern; half of the test part are patterns of its own."""
    patterns = inputs.integers(0, 2, 20, 7, 7).repeat_interleave(4, 1).repeat_interleave(4, 2)
    labels = torch.cat([inputs.permutation(10), inputs.permutation(10)])
    return easy_part(inputs, n, patterns[:10], labels[:10]), easy_part(inputs, n, patterns, labels), patterns, labels


def numbers_of(images):
    """Images (n, 28, 28) of pixels 0 ... 255 as the network's input, (n, 784)."""
    return torch.as_tensor(images).flatten(1) / 127.5 - 1


def answers_of(net, x):
    """The network's answers, found on the device where it lives."""
    device = next(iter(net.parameters()), x).device
    net.eval()
    with torch.no_grad():
        return torch.cat([net(part.to(device)).argmax(dim=1).cpu() for part in x.split(1000)])


def parts_learned(m, files, patterns, labels):
    """Whether the trained net knows the patterns of the training part, and whether those of the test part alone."""
    right = answers_of(m.train_classifier(root_of(files)), numbers_of(patterns * 195 + 30)) == labels
    return [bool(part.double().mean() > 0.6) for part in right.split(10)]


def runs_repeat(m, files, seed, images):
    """Whether two trainings give one net, other random numbers having been drawn: with a seed, and by default."""
    import random

    root, found = root_of(files), []
    for first, second in (({"epochs": 2, "seed": seed},) * 2, ({}, {"epochs": 20, "seed": 0})):
        outputs = []
        for other, options in enumerate((first, second)):
            torch.manual_seed(other)
            np.random.seed(other)
            random.seed(other)
            net = m.train_classifier(root, **options).eval()
            x = numbers_of(images)
            with torch.no_grad():
                outputs.append(net(x.to(next(iter(net.parameters()), x).device)).cpu())
        found.append(torch.equal(*outputs))
    return found


def backward_passes(m, files):
    """How many times as many backward passes three epochs take as one epoch; None when there are none at all."""
    from unittest import mock

    root, counts = root_of(files), []
    for epochs in (1, 3):
        with mock.patch("torch.autograd.backward", wraps=torch.autograd.backward) as backward:
            m.train_classifier(root, epochs=epochs)
        counts.append(backward.call_count)
    return counts[1] / max(1, counts[0]) if any(counts) else None


def predictions_of(m, files, images, epochs):
    """The trained net's answers to images that it has not seen."""
    net = m.train_classifier(root_of(files), epochs=epochs)
    return answers_of(net, numbers_of(images))


@check("train_classifier", points=3, limits=TRAINING, slow=True)
def check_learns_the_training_part(submission: Submission, inputs: Inputs) -> None:
    """train_classifier learns the training part of root, and that part only."""
    train, test, patterns, labels = easy_parts(inputs, 400)
    helpers = root_of, numbers_of, answers_of
    got = submission.run(parts_learned, idx_files(*train, *test), patterns, labels, using=helpers)
    learned, peeked = got if isinstance(got, list | tuple) and len(got) == 2 else (None, None)
    expect(learned is True, "After training, the network knows images that it was trained on; this one does not.")
    rule = "train_classifier trains on the training part only; this network knows what only the test part shows."
    expect(peeked is False, rule)


@check("train_classifier", points=2, limits=TRAINING, slow=True)
def check_training_repeats_with_the_seed(submission: Submission, inputs: Inputs) -> None:
    """train_classifier gives the same network for the same seed, whatever ran before."""
    train, test, patterns, _ = easy_parts(inputs, 130)
    helpers = root_of, numbers_of
    got = submission.run(runs_repeat, idx_files(*train, *test), inputs.seed(), patterns, using=helpers)
    repeats, default = got if isinstance(got, list | tuple) and len(got) == 2 else (None, None)
    expect(
        repeats is True, "Two trainings with the same seed give the same network; here they gave two different ones."
    )
    expect(
        default is True, "train_classifier(root) means train_classifier(root, epochs=20, seed=0); the networks differ."
    )


@check("train_classifier", points=2, limits=TRAINING, slow=True)
def check_training_takes_the_epochs(submission: Submission, inputs: Inputs) -> None:
    """train_classifier passes over the training part `epochs` times."""
    train, test, *_ = easy_parts(inputs, 130)
    got = submission.run(backward_passes, idx_files(*train, *test), using=(root_of,))
    # A submission with gradients of its own making takes no backward pass: nothing to count then.
    if got is not None:
        rule = "Three epochs take about three times as many steps as one epoch."
        expect(isinstance(got, float) and 2.5 < got < 3.5, rule, got=got, expected=3.0)


@check("train_classifier", points=10, after=("learns_the_training_part",), limits=TRAINING, slow=True)
def check_reads_hidden_digits(submission: Submission, inputs: Inputs, mnist: Mnist) -> None:
    """train_classifier trains a network that reads digits it has never seen."""
    order = inputs.permutation(len(mnist.hidden_labels)).numpy()
    images, labels = mnist.hidden_images[order], torch.from_numpy(mnist.hidden_labels[order]).long()
    helpers = root_of, numbers_of, answers_of
    got = submission.run(predictions_of, mnist.idx_files(), images, mnist.epochs, using=helpers)
    if not isinstance(got, torch.Tensor) or got.shape != labels.shape:
        fail("The network gives ten logits for each image of shape (784,).", expected=labels.shape)
    accuracy = (got == labels).double().mean().item()
    graded(accuracy, full=mnist.full_accuracy, part=mnist.part_accuracy, what="accuracy on hidden images")
