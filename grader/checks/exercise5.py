"""Checks of exercise 5: an MNIST classifier."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # the name that probes know it by

from grader.kit import (
    EXACT,
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
    demand,
    draw_tiles,
    expect,
    fail,
    graded,
    idx_files,
    plot,
)
from grader.kit.judging import late

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


def noted(got, *names):
    """What a probe noted under these names, which is a dict; anything else did not come from the probe."""
    if not isinstance(got, dict) or set(got) != set(names):
        fail("What the check looked at did not come back as it was sent; leave the machinery of the grader as it is.")
    return got


def large_logits(inputs: Inputs, n: int, k: int):
    """Rows with logits up to 1e4 on both sides; one row is far below the others, in one the first two are equal."""
    z = inputs.uniform(-1e4, 1e4, n, k)
    z[0] = inputs.uniform(-1e4, -9.9e3, k)
    z[1, :2] = 9.9e3
    return z


@check("softmax", points=5)
def check_softmax_matches_definition(submission: Submission, inputs: Inputs) -> None:
    """softmax divides exp(z) by its sum over each row, lets gradients through, and leaves z as it was."""
    sizes = ((5, 5), (1, 3), (4, 10), (7, 2), (3, 1))
    matrices = [*(inputs.normal(n, k, scale=2) for n, k in sizes), inputs.noncontiguous(5, 4)]
    # Values first, of logits that nobody differentiates: those must stay as they were.
    for gradients in ((), (0,)):
        for z in matrices:
            agree(submission, "softmax", z, reference=reference_softmax, gradients=gradients)
    late(submission, "softmax", [(z,)], -z, reference=reference_softmax)


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
    """softmax is right when it is written by hand, without torch's softmax, log_softmax or autograd."""
    options = {"banned": ("softmax", "log_softmax"), "autograd": False, "reference": reference_softmax}
    by_hand(submission, "softmax", inputs.normal(4, 3), **options)


@check("cross_entropy", points=5)
def check_cross_entropy_matches_definition(submission: Submission, inputs: Inputs) -> None:
    """cross_entropy is the mean of log(sum exp(z)) - z at the right class, and lets gradients through."""
    batches = [(inputs.normal(n, k, scale=4), inputs.integers(0, k, n)) for n, k in ((4, 4), (1, 3), (6, 10), (7, 2))]
    batches.append((inputs.noncontiguous(5, 3), inputs.integers(0, 3, 5)))
    for gradients in ((), (0,)):
        options = {"reference": reference_cross_entropy, "gradients": gradients, "tolerance": CONTRACT}
        for args in batches:
            agree(submission, "cross_entropy", *args, **options)
    late(submission, "cross_entropy", [args], -args[0], args[1], reference=reference_cross_entropy, tolerance=CONTRACT)


def sees_a_sure_mistake(submission, inputs):
    """The price of one answer that is wrong by a mile; log(p + 1e-9) and clamps stop at a price of their own."""
    z = torch.tensor([[0.0, 9e3, 0.0]]) + inputs.uniform(-500, 500, 1, 3)
    reply = demand(submission.call("cross_entropy", (z, torch.tensor([0]))))
    expected, got = float(z[0, 1] - z[0, 0]), reply.value
    if isinstance(got, torch.Tensor) and got.numel() == 1 and 5 < float(got) < 110:
        rule = f"The cross_entropy of one sample whose right class lies {expected:.6g} below the largest logit must be"
        smallest = f"the logarithm sees nothing below {math.exp(-float(got)):.2g}"
        fail(f"{rule} {expected:.6g}; got {float(got):.6g}: {smallest}, an epsilon or a clamp.", got=got, expected=z)
    close(got, torch.tensor(expected), what="cross_entropy of a sample that is wrong by a mile", tolerance=CONTRACT)


@check("cross_entropy", points=4)
def check_cross_entropy_survives_large_logits(submission: Submission, inputs: Inputs) -> None:
    """cross_entropy and its gradient stay finite and right for logits up to 1e4, right or wrong by a mile."""
    sees_a_sure_mistake(submission, inputs)
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
    """cross_entropy is right when it is by hand, without torch's cross_entropy, nll_loss, log_softmax or autograd."""
    options = {"banned": ("cross_entropy", "nll_loss", "log_softmax"), "autograd": False, "tolerance": CONTRACT}
    args = inputs.normal(4, 3), inputs.integers(0, 3, 4)
    by_hand(submission, "cross_entropy", *args, reference=reference_cross_entropy, **options)


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
    """The labels of one part, as numbers where they are numbers."""
    dataset = m.load_mnist(root_of(files), train)
    labels = [dataset[index][1] for index in range(len(dataset))]
    return [int(one) if isinstance(one, int) or torch.as_tensor(one).numel() == 1 else one for one in labels]


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
    parts = [f"image {number}" for number in range(9)]
    close(got, expected, what="load_mnist(root, True)", parts=parts)


@check("load_mnist", points=3)
def check_load_reads_the_part_asked_for(submission: Submission, inputs: Inputs) -> None:
    """load_mnist gives the training part for train=True and the test part for train=False, in the file's order."""
    train, test = random_part(inputs, 9), random_part(inputs, 5)
    for wanted, part in ((False, test), (True, train)):
        got = submission.run(labels_of, idx_files(*train, *test), wanted, using=(root_of,))
        parts = [f"label {number}" for number in range(len(part[1]))]
        close(got, part[1].tolist(), what=f"load_mnist(root, {wanted})", parts=parts)


def downloads_of(m, files):
    """How many files load_mnist downloads where they are present, and where they are absent; the labels of both."""
    import os
    from unittest import mock

    asked = []

    def fetch(url, download_root, **options):
        asked.append(url)
        os.makedirs(download_root, exist_ok=True)
        name = os.path.basename(url).removesuffix(".gz")
        with open(os.path.join(download_root, name), "wb") as file:
            file.write(files[name].tobytes())

    root, found, labels = root_of(files), [], []
    with mock.patch("torchvision.datasets.mnist.download_and_extract_archive", fetch):
        for folder in (root, os.path.join(root, "absent")):
            asked.clear()
            labels.append([int(label) for _, label in m.load_mnist(folder, True)])
            found.append(len(asked))
    return [*found, *labels]


@check("load_mnist", points=3)
def check_downloads_only_what_is_absent(submission: Submission, inputs: Inputs) -> None:
    """load_mnist downloads MNIST where it is absent and leaves it alone where it is present."""
    part = random_part(inputs, 5)
    files = idx_files(*part, *random_part(inputs, 2))
    found = submission.run(downloads_of, files, using=(root_of,))
    parts = (
        "the number of files downloaded where they are present",
        "the number of files downloaded where they are absent",
        "the labels where the files are present",
        "the labels where they were downloaded",
    )
    close(found, [0, 4, part[1].tolist(), part[1].tolist()], what="load_mnist", parts=parts)


def traits_of(m, which, counts):
    """What one of the two loaders does with datasets of so many samples, in words that do not depend on the shuffling.

    For each count: what came back, and of three passes the batch sizes, whose samples they are, how many of them are
    missing, whether they come in order, and whether two passes have the same order.
    """
    numbers = torch.arange(1000)
    found = []
    for count in counts:
        sets = [numbers[:count], 5000 + numbers[:count]]
        loaders = m.make_loaders(*(torch.utils.data.TensorDataset(one.float()[:, None], one) for one in sets))
        if not isinstance(loaders, (list, tuple)) or len(loaders) != 2:
            size = f" of {len(loaders)}" if isinstance(loaders, (list, tuple)) else ""
            return f"a {type(loaders).__name__}{size}"
        kind = (
            "DataLoader" if isinstance(loaders[which], torch.utils.data.DataLoader) else type(loaders[which]).__name__
        )
        passes = [[y.tolist() for _, y in loaders[which]] for _ in range(3)]
        sizes = [[len(batch) for batch in batches] for batches in passes]
        orders = [sum(batches, []) for batches in passes]
        wanted, other = (set(one.tolist()) for one in (sets[which], sets[1 - which]))
        source = "its own" if set(orders[0]) <= wanted else "the other" if set(orders[0]) <= other else "both"
        missing = 0 if source == "the other" else max(len(wanted - set(order)) for order in orders)
        ordered = [order == sorted(order) for order in orders]
        repeated = orders[0] == orders[1] == orders[2]
        found.append((kind, source, sizes[0], missing, all(ordered), repeated))
    return found


def traits_hold(got, which, counts, batch_size):
    """Whether a loader gives all samples of its own dataset in batches of this size."""
    name = ("first", "second")[which]
    expect(
        isinstance(got, list | tuple), f"make_loaders must return two DataLoaders, for training and testing; got {got}."
    )
    for count, (kind, source, sizes, missing, _, _) in zip(counts, got, strict=True):
        expect(kind == "DataLoader", f"The {name} thing that make_loaders returns must be a DataLoader; got a {kind}.")
        wanted = ("training", "test")[which]
        rule = f"The {name} loader must give the samples of the {wanted} set"
        expect(source == "its own", f"{rule}; got samples of {source} set.".replace("both set", "both sets"))
        plan = [min(batch_size, count - start) for start in range(0, count, batch_size)]
        rule = f"The {name} loader must give {count} samples in batches of {batch_size}, the last one short"
        expect(sizes == plan, f"{rule}: {shown(plan)}; got {shown(sizes)}.")
        expect(missing == 0, f"The {name} loader must give every sample once; {missing} of {count} are missing.")


def shown(sizes):
    """Batch sizes as text, the first five of them."""
    return ", ".join(map(str, sizes[:5])) + (" ..." if len(sizes) > 5 else "")


@check("make_loaders", points=4)
def check_training_batches_hold_64(submission: Submission, inputs: Inputs) -> None:
    """The first loader of make_loaders gives every sample once, in batches of 64, the short last one included."""
    counts = [draw(inputs, 130, 190), 128, draw(inputs, 2, 60), 65]
    traits_hold(submission.run(traits_of, 0, counts), 0, counts, 64)


@check("make_loaders", points=4)
def check_training_is_reshuffled(submission: Submission, inputs: Inputs) -> None:
    """The first loader of make_loaders takes the samples in another order at every pass."""
    count = draw(inputs, 90, 128)
    got = submission.run(traits_of, 0, [count])
    expect(
        isinstance(got, list | tuple), f"make_loaders must return two DataLoaders, for training and testing; got {got}."
    )
    _, _, sizes, _, ordered, repeated = got[0]
    expect(sum(sizes) > 60, f"The training loader must give {count} samples; got {sum(sizes)}.")
    expect(not ordered, "The training loader must shuffle; its samples come in the dataset's order.")
    expect(not repeated, "The training loader must shuffle anew at every pass; three passes had the same order.")


@check("make_loaders", points=4)
def check_test_batches_hold_128_in_order(submission: Submission, inputs: Inputs) -> None:
    """The second loader of make_loaders gives the samples in order, in batches of 128, the short last one included."""
    counts = [draw(inputs, 260, 380), draw(inputs, 2, 120), 129]
    got = submission.run(traits_of, 1, counts)
    traits_hold(got, 1, counts, 128)
    for *_, ordered, _ in got:
        expect(ordered, "The test loader must give the samples in the dataset's order; it shuffles them.")


# build_network


def plan_of(m, number):
    """What build_network builds: its kind, the shapes of its parameters, and their sum when each is that number."""
    net = m.build_network()
    kind = "an nn.Sequential" if isinstance(net, nn.Sequential) else "another nn.Module"
    if not isinstance(net, nn.Module):
        return f"a {type(net).__name__}", [], 0.0
    parameters = list(net.parameters())
    filled = sum(float(torch.full_like(parameter, number, dtype=torch.float64).sum()) for parameter in parameters)
    return kind, [list(parameter.shape) for parameter in parameters], filled


def logits_of(m, weights, x):
    """The outputs of the network, in evaluation mode, with these weights and biases."""
    net = m.build_network().eval()
    with torch.no_grad():
        for parameter, value in zip(net.parameters(), weights, strict=True):
            parameter.copy_(value)
        return net(x)


def kinship_of(m):
    """The sizes of two networks, whether they share memory, and whether the units of the first layer start all alike."""
    first, second = (list(m.build_network().parameters()) for _ in range(2))
    sizes = [sum(parameter.numel() for parameter in one) for one in (first, second)]
    shared = {p.untyped_storage().data_ptr() for p in first} & {p.untyped_storage().data_ptr() for p in second}
    return sizes, len(shared) > 0, bool((first[0] == first[0][0]).all())


SIZES = (784, 400, 200, 100, 10)


def in_words(shapes):
    """Shapes of parameters as "400 x 784, 400, ..."."""
    return ", ".join(" x ".join(map(str, shape)) for shape in shapes) or "none"


@check("build_network", points=5)
def check_network_has_four_layers(submission: Submission, inputs: Inputs) -> None:
    """build_network gives an nn.Sequential of four linear layers with biases, 784-400-200-100-10."""
    shapes = [shape for d, k in zip(SIZES[:-1], SIZES[1:], strict=True) for shape in ([k, d], [k])]
    number = draw(inputs, 2, 1000)
    kind, got, filled = submission.run(plan_of, number)
    expect(kind == "an nn.Sequential", f"build_network must return an nn.Sequential; got {kind}.")
    rule = f"build_network must have the weights and biases {in_words(shapes)}"
    expect(got == shapes, f"{rule}; got {in_words(got)}.")
    size = number * sum(d * k + k for d, k in zip(SIZES[:-1], SIZES[1:], strict=True))
    close(filled, float(size), what=f"the sum of all parameters when each is {number}", tolerance=EXACT)


def other_network(weights, x, got):
    """What a network computes instead, where that can be told, as the rest of a sentence; None otherwise."""
    if not isinstance(got, torch.Tensor) or got.shape != (len(x), 10):
        return None
    gaps = ("784-400 and 400-200", "400-200 and 200-100", "200-100 and 100-10")
    kinds = {"a sigmoid": torch.sigmoid, "a tanh": torch.tanh, "nothing": lambda values: values}
    plans = {f"yours has {kind} there": [bend] * 3 for kind, bend in kinds.items()}
    for gap, name in enumerate(gaps):
        plans[f"yours has none between {name}"] = [F.relu if at != gap else kinds["nothing"] for at in range(3)]
    endings = {"a softmax": lambda z: z.softmax(1), "a log_softmax": lambda z: z.log_softmax(1), "a ReLU": F.relu}
    for text, bends in plans.items():
        if agrees(got, computed(weights, x, bends)):
            return text
    for name, ending in endings.items():
        if agrees(got, ending(computed(weights, x, [F.relu] * 3))) and not agrees(
            got, computed(weights, x, [F.relu] * 3)
        ):
            return f"yours ends in {name}"
    return None


def computed(weights, x, bends):
    """The outputs of the four layers with these functions between them, in float64."""
    values = x.double()
    for index in range(4):
        values = bends[index - 1](values) if index else values
        values = F.linear(values, weights[2 * index].double(), weights[2 * index + 1].double())
    return values


def agrees(one, other):
    """Whether two tensors of one shape hold the same numbers, as far as float32 goes."""
    return bool(torch.allclose(one.double(), other.double(), rtol=1e-4, atol=1e-4))


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
    got = submission.run(logits_of, weights, x)
    meaning = other_network(weights, x, got)
    expect(meaning is None, f"build_network must have a ReLU between each two layers and give logits; {meaning}.")
    close(got, expected.float(), what="the logits of the network")


@check("build_network", points=1, after=("network_has_four_layers",))
def check_network_is_new_each_time(submission: Submission) -> None:
    """Each call of build_network gives a new network with random weights of its own."""
    got = submission.run(kinship_of)
    size = sum(d * k + k for d, k in zip(SIZES[:-1], SIZES[1:], strict=True))
    sizes, shared, alike = got
    close(sizes, [size, size], what="the numbers of parameters of two networks from build_network", tolerance=EXACT)
    expect(shared is False, "Each call of build_network must build a new network; two of yours share their weights.")
    expect(alike is False, "The units of a layer must start with random weights; all of yours start alike.")


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
    """Some passes of train_epoch over a net that arrives in evaluation mode, with old gradients in it.

    Returns the losses, weight and bias before each step of the optimizer and at the end, the modes, and the batches
    as they are afterwards.
    """
    net, losses, path = Watched(weight, bias).eval(), [], []
    net.weight.grad, net.bias.grad = torch.ones_like(weight), torch.ones_like(bias)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    optimizer.register_step_pre_hook(lambda *_: path.append([net.weight.detach().clone(), net.bias.detach().clone()]))
    for _ in range(passes):
        loader = batches if form == "list" else (batch for batch in batches)
        losses.append(m.train_epoch(net, loader, getattr(F, criterion), optimizer))
    return {
        "losses": losses,
        "path": [*path, [net.weight.detach(), net.bias.detach()]],
        "modes": (len(net.modes), all(net.modes), net.training),
        "batches": [[x.detach(), y] for x, y in batches],
    }


def train_conduct(m, weight, bias, batches, lr):
    """How train_epoch goes about a pass, in words that do not depend on its numbers."""
    net, calls, slopes = Watched(weight, bias), [], set()
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)

    def criterion(logits, target):
        calls.append(len(target))
        return F.cross_entropy(logits, target)

    def note(*_):
        found = [p.grad for p in net.parameters() if p.grad is not None]
        slopes.add("none" if not found else "some" if any(bool(slope.any()) for slope in found) else "zeros")
        steps.append(len(calls))

    steps = []
    optimizer.register_step_post_hook(note)
    m.train_epoch(net, (batch for batch in batches), criterion, optimizer)
    pace = {0: "none", 1: "one", len(batches): "each"}.get(len(steps), "other")
    used = "none" if not calls else "all" if sum(calls) >= sum(len(y) for _, y in batches) else "some"
    moved = not torch.equal(net.weight.detach(), weight)
    return {"pace": pace, "criterion": used, "slopes": sorted(slopes), "moved": moved}


def conducts_itself(got):
    """One step of the given optimizer after each batch, with gradients of the given criterion."""
    expect(
        got["criterion"] != "none", "train_epoch must take the loss from the criterion it is given; it never called it."
    )
    pace, rule = got["pace"], "train_epoch must take one step of the given optimizer after each batch"
    moved = "the network moved without it" if got["moved"] else "the network never moved"
    expect(pace != "none", f"{rule}; that optimizer took no step, and {moved}.")
    expect(
        pace == "each", f"{rule}; yours takes {'one step in a pass' if pace == 'one' else 'another number of steps'}."
    )
    expect(got["criterion"] == "all", "train_epoch must go through all batches; it stopped early.")
    rule = "Each step must use the gradients of its batch's loss"
    expect(got["slopes"] == ["some"], f"{rule}; they were gone or zero when a step was taken.")


def reference_training(weight, bias, batches, lr, criterion, passes=2):
    """Weight and bias before each step of such passes and at the end, and the mean loss per sample of each pass."""
    weight, bias, losses, path = weight.double(), bias.double(), [], []
    for _ in range(passes):
        total = 0.0
        for x, y in batches:
            path.append([weight.float(), bias.float()])
            leaves = weight.clone().requires_grad_(), bias.clone().requires_grad_()
            loss = getattr(F, criterion)(F.linear(x.double(), *leaves), y)
            slopes = torch.autograd.grad(loss, leaves)
            weight, bias = weight - lr * slopes[0], bias - lr * slopes[1]
            total += loss.item() * len(y)
        losses.append(total / sum(len(y) for _, y in batches))
    return losses, [*path, [weight.float(), bias.float()]]


def reference_losses(weight, bias, batches, lr, passes):
    """The mean losses of such passes with cross_entropy, for the curve alone: in NumPy, which a busy machine slows less."""
    w, b, losses = weight.double().numpy(), bias.double().numpy(), []
    for _ in range(passes):
        total = 0.0
        for x, y in ((x.double().numpy(), y.numpy()) for x, y in batches):
            logits = x @ w.T + b
            p = np.exp(logits - logits.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            total -= np.log(p[np.arange(len(y)), y]).sum()
            slope = (p - np.eye(len(b))[y]) / len(y)
            w, b = w - lr * slope.T @ x, b - lr * slope.sum(0)
        losses.append(float(total / sum(len(y) for _, y in batches)))
    return losses


def trained(submission, *values):
    """What `train_watched` notes."""
    return noted(submission.run(train_watched, *values, using=(Watched,)), "losses", "path", "modes", "batches")


def evaluated(submission, *values):
    """What `evaluate_watched` notes."""
    got = submission.run(evaluate_watched, *values, using=(Watched,))
    return noted(got, "accuracy", "modes", "recorded", "batches")


def small_task(inputs: Inputs, *sizes: int, d: int = 3, k: int = 4):
    """Weight and bias of a linear layer, and batches of these sizes."""
    batches = [(inputs.normal(n, d), inputs.integers(0, k, n)) for n in sizes]
    return inputs.normal(k, d), inputs.normal(k), batches


@check("train_epoch", points=5)
def check_training_steps_after_each_batch(submission: Submission, inputs: Inputs) -> None:
    """train_epoch takes one step a batch with the given criterion and optimizer, without any old gradient."""
    got = submission.run(train_conduct, *small_task(inputs, 4, 3, 5), 0.5, using=(Watched,))
    conducts_itself(noted(got, "pace", "criterion", "slopes", "moved"))
    for criterion, form, size in (("cross_entropy", "generator", 1.0), ("multi_margin_loss", "list", 9.0)):
        weight, bias, batches = small_task(inputs, 5, 3, 1)
        # Long samples have long gradients, of which nothing may be cut off.
        task = weight, bias, [(size * x, y) for x, y in batches], 0.5, criterion
        path = reference_training(*task)[1]
        got = trained(submission, *task, form)
        steps = len(got["path"]) - 1
        expect(steps == 6, f"train_epoch must take 6 steps in two passes over three batches; got {steps}.")
        for step, (mine, right) in enumerate(zip(got["path"], path, strict=True)):
            when = f"after {step} of 6 steps" if step else "before the first step"
            close(mine, right, what=f"the network {when}", parts=("weight", "bias"))
        sent = [[x, y] for x, y in task[2]]
        close(got["batches"], sent, what="the batches after train_epoch", tolerance=EXACT)


@check("train_epoch", points=4)
def check_training_loss_is_a_mean_over_samples(submission: Submission, inputs: Inputs) -> None:
    """train_epoch returns the mean loss per sample as a float: batch losses before their steps, weighted by size."""
    weight, bias, batches = small_task(inputs, 8, 8, 4)
    task = weight, bias, batches, 0.1, "cross_entropy"
    yours = trained(submission, *task, "list", 20)["losses"]
    lines = {"yours": yours, "reference": reference_losses(weight, bias, batches, lr=0.1, passes=20)}
    plot(submission, "loss of train_epoch, 20 times", lines, x_label="epoch", y_label="loss")
    for criterion, form in (("cross_entropy", "list"), ("multi_margin_loss", "generator")):
        task = *small_task(inputs, 7, 2, 1), 0.5, criterion
        got = trained(submission, *task, form)["losses"]
        parts = "the loss of epoch 1", "the loss of epoch 2"
        close(got, reference_training(*task)[0], what="train_epoch", parts=parts)


@check("train_epoch", points=3)
def check_training_runs_in_training_mode(submission: Submission, inputs: Inputs) -> None:
    """train_epoch trains in training mode, even a network that came in evaluation mode, and leaves it in that mode."""
    task = *small_task(inputs, 4), 0.1, "cross_entropy"
    got = trained(submission, *task, "list", 1)
    close(got["batches"], [[x, y] for x, y in task[2]], what="the batches after train_epoch", tolerance=EXACT)
    calls, training, left = got["modes"]
    expect(calls > 0, "train_epoch must send each batch through the network; it never called it.")
    expect(training, "train_epoch must put the network into training mode; it ran in evaluation mode.")
    expect(left, "train_epoch must leave the network in training mode; it was in evaluation mode in the end.")
    start, end = got["path"][0], got["path"][-1]
    moved = max(float((a - b).abs().max()) for a, b in zip(start, end, strict=True))
    expect(moved > 1e-4, "train_epoch must train the network; its weights did not move.")


def evaluate_watched(m, weight, bias, batches, training, form):
    """What evaluate returns for a net in that mode, and what it left behind."""
    net = Watched(weight, bias).train(training)
    net.weight.grad = torch.ones_like(weight)
    accuracy = m.evaluate(net, batches if form == "list" else (batch for batch in batches))
    left = 0.0 if net.weight.grad is None else float(net.weight.grad.sum())
    recorded = any(net.records), torch.is_grad_enabled(), net.weight.requires_grad, left
    torch.set_grad_enabled(True)  # this worker also answers later checks
    modes = len(net.modes), any(net.modes), net.training
    given = [[x.detach(), y] for x, y in batches]
    return {"accuracy": accuracy, "modes": modes, "recorded": recorded, "batches": given}


def marked_task(inputs: Inputs, *sizes: int, wrong: int):
    """Weight and bias of a linear layer, and batches of these sizes of which the layer answers so many wrongly."""
    weight, bias, batches = small_task(inputs, *sizes, d=2, k=5)
    marked, left = [], wrong
    for x, _ in reversed(batches):
        # The last batches are the wrong ones, so that a mean over batches differs from the mean over samples.
        y = F.linear(x, weight, bias).argmax(dim=1)
        y[:left] = (y[:left] + inputs.integers(1, 5, len(y[:left]))) % 5
        left = max(0, left - len(y))
        order = inputs.permutation(len(y))
        marked.insert(0, (x[order], y[order]))
    return weight, bias, marked


def draw(inputs: Inputs, low: int, high: int) -> int:
    """A whole number in [low, high)."""
    return int(inputs.integers(low, high, 1))


@check("evaluate", points=4)
def check_accuracy_counts_samples(submission: Submission, inputs: Inputs) -> None:
    """evaluate returns the right answers over the samples of all batches, as a float between 0 and 1."""
    # Sizes and wrong answers are drawn, so that no table of them can stand in for the network.
    cases = [((5, 5), draw(inputs, 1, 5), "list"), ((5,), draw(inputs, 1, 5), "list")]
    for form in ("generator", "list", "list"):
        last = draw(inputs, 1, 5)
        cases.append(((draw(inputs, 6, 14), draw(inputs, 6, 14), last), last + draw(inputs, 0, 3), form))
    cases += [((draw(inputs, 2, 7),), 0, "list"), ((2, 1), 3, "list")]
    for sizes, wrong, form in cases:
        task = marked_task(inputs, *sizes, wrong=wrong)
        got = evaluated(submission, *task, True, form)
        what = f"evaluate of {' + '.join(map(str, sizes))} samples, {wrong} of them wrong,"
        close(got["accuracy"], 1 - wrong / sum(sizes), what=what)
        expect(got["modes"][0] > 0, "evaluate must ask the network; it never called it.")
        close(got["batches"], [[x, y] for x, y in task[2]], what="the batches after evaluate", tolerance=EXACT)


@check("evaluate", points=3)
def check_evaluate_restores_the_mode(submission: Submission, inputs: Inputs) -> None:
    """evaluate is right in evaluation mode, and hands the network back in the mode in which it came."""
    for training in (True, False):
        sizes = draw(inputs, 3, 9), draw(inputs, 3, 9)
        wrong = draw(inputs, 1, 3)
        task = marked_task(inputs, *sizes, wrong=wrong)
        got = evaluated(submission, *task, training, "list")
        calls, ever, left = got["modes"]
        expect(calls > 0, "evaluate must ask the network; it never called it.")
        expect(not ever, "evaluate must run the network in evaluation mode; it ran in training mode.")
        names = ("evaluation", "training")
        rule = f"evaluate must hand a network back in {names[training]} mode that came in {names[training]} mode"
        expect(left is training, f"{rule}; got it back in {names[left]} mode.")
        what = f"evaluate of {sizes[0]} + {sizes[1]} samples, {wrong} of them wrong,"
        close(got["accuracy"], 1 - wrong / sum(sizes), what=what)


@check("evaluate", points=3)
def check_evaluate_records_no_gradients(submission: Submission, inputs: Inputs) -> None:
    """evaluate is right without recording gradients, and recording is on again afterwards."""
    wrong = draw(inputs, 1, 3)
    weight, bias, batches = marked_task(inputs, 3, 3, wrong=wrong)
    found = evaluated(submission, weight, bias, batches, True, "list")
    expect(found["modes"][0] > 0, "evaluate must ask the network; it never called it.")
    recorded, on_again, trainable, left = found["recorded"]
    expect(recorded is False, "evaluate must record no gradients; the network's outputs recorded them.")
    expect(on_again is True, "evaluate must leave the recording of gradients on; it is off afterwards.")
    expect(trainable is True, "evaluate must leave the weights trainable; they ask for no gradient afterwards.")
    close(left, float(weight.numel()), what="the sum of weight.grad, which evaluate must leave alone,")
    close(found["accuracy"], 1 - wrong / 6, what=f"evaluate of 3 + 3 samples, {wrong} of them wrong,")


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


def trained_traits(m, files):
    """What kind of network train_classifier returns, and how it was trained; the network is kept for `answers_kept`."""
    from torch.optim.optimizer import register_optimizer_step_post_hook

    stepped, steps = set(), []

    def note(optimizer, args, kwargs):
        stepped.update(id(parameter) for group in optimizer.param_groups for parameter in group["params"])
        steps.append(1)

    handle = register_optimizer_step_post_hook(note)
    net = m.train_classifier(root_of(files))
    handle.remove()
    if not isinstance(net, nn.Module):
        return {"kind": f"a {type(net).__name__}", "finite": True, "held": True}
    nn.__dict__["network_of_the_check"] = net  # a probe's view of m may last for one request
    parameters = list(net.parameters())
    finite = all(bool(parameter.isfinite().all()) for parameter in parameters)
    held = not steps or any(id(parameter) in stepped for parameter in parameters)
    return {"kind": "nn.Module", "finite": finite, "held": held}


def answers_kept(m, images):
    """The answers of the network that `trained_traits` kept."""
    return answers_of(nn.__dict__["network_of_the_check"], numbers_of(images))


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
        found.append(torch.equal(*(part.nan_to_num() for part in outputs)))
    return found


def passes_taken(m, files):
    """How many times as many backward passes three epochs take as one; whether a network comes, and another one."""
    from unittest import mock

    root, counts, nets = root_of(files), [], []
    for epochs in (1, 3):
        with mock.patch("torch.autograd.backward", wraps=torch.autograd.backward) as backward:
            nets.append(m.train_classifier(root, epochs=epochs))
        counts.append(backward.call_count)
    is_net = all(isinstance(net, nn.Module) for net in nets)
    weights = [[parameter.detach().cpu() for parameter in net.parameters()] for net in nets] if is_net else [[], []]
    different = any(not torch.equal(one, other) for one, other in zip(*weights))
    return counts[1] / max(1, counts[0]) if any(counts) else None, is_net, different


def predictions_of(m, files, images, epochs):
    """The trained net's answers to images that it has not seen."""
    net = m.train_classifier(root_of(files), epochs=epochs)
    return answers_of(net, numbers_of(images))


@check("train_classifier", points=3, limits=TRAINING, slow=True)
def check_learns_the_training_part(submission: Submission, inputs: Inputs) -> None:
    """train_classifier learns the training part of root, and that part only."""
    train, test, patterns, labels = easy_parts(inputs, 256)
    got = submission.run(trained_traits, idx_files(*train, *test), using=(root_of,))
    kind, finite, held = (noted(got, "kind", "finite", "held")[name] for name in ("kind", "finite", "held"))
    expect(kind == "nn.Module", f"train_classifier must return the trained network, an nn.Module; got {kind}.")
    rule = "The weights of the trained network must be finite"
    expect(finite, f"{rule}; yours became nan or inf: its steps are too large (lr, or a loss that is not a mean).")
    rule = "train_classifier must return the network that it trained"
    expect(held, f"{rule}; no step of your optimizer changed a parameter of the one that you return.")
    images = (patterns * 195 + inputs.integers(0, 60, *patterns.shape)).to(torch.uint8)
    # The test part first: a network that was trained there has these answers, whatever its code looks like.
    known = [right_of(submission, images[part], labels[part]) for part in (slice(10, 20), slice(0, 10))]
    rule = "train_classifier must train on the training part only"
    expect(known[0][0] < 6, f"{rule}; this network knows {known[0][0]} of 10 images that only the test part shows.")
    right, classes = known[1]
    if right < 6:
        rule = "After training, the network must know images like those that it was trained on"
        fail(f"{rule}; it knows {right} of 10: {what_it_learned(right, classes)}.")


def right_of(submission, images, labels):
    """How many of the kept network's answers are right, and how many different ones it gives."""
    got = submission.run(answers_kept, images, using=(numbers_of, answers_of))
    if not isinstance(got, torch.Tensor) or got.shape != labels.shape:
        fail("The network must give ten logits for each image of shape (784,); it gives something else.")
    return int((got == labels).sum()), len(got.unique())


def what_it_learned(right, classes):
    """What is known about a network that did not learn, as the rest of a sentence."""
    if classes <= 3:
        return f"all its answers are among {classes} of the ten classes"
    if right <= 2:
        return "no better than chance, so it was hardly trained, or images and labels did not belong together"
    return "it was trained too little, or not on all of the training part"


@check("train_classifier", points=2, after=("learns_the_training_part",), limits=TRAINING, slow=True)
def check_training_repeats_with_the_seed(submission: Submission, inputs: Inputs) -> None:
    """train_classifier gives the same network for the same seed, whatever ran before."""
    train, test, patterns, _ = easy_parts(inputs, 70)
    helpers = root_of, numbers_of
    repeats, default = submission.run(runs_repeat, idx_files(*train, *test), inputs.seed(), patterns, using=helpers)
    rule = "Two trainings with the same seed must give the same network"
    expect(repeats is True, f"{rule}; yours gave two different ones.")
    rule = "train_classifier(root) must mean train_classifier(root, epochs=20, seed=0)"
    expect(default is True, f"{rule}; the two networks differ.")


@check("train_classifier", points=2, after=("learns_the_training_part",), limits=TRAINING, slow=True)
def check_training_takes_the_epochs(submission: Submission, inputs: Inputs) -> None:
    """train_classifier passes over the training part `epochs` times."""
    train, test, *_ = easy_parts(inputs, 130)
    ratio, is_net, different = submission.run(passes_taken, idx_files(*train, *test), using=(root_of,))
    expect(is_net, "train_classifier must return the trained network, an nn.Module; it returned something else.")
    # A submission with gradients of its own making takes no backward pass: nothing to count then.
    if ratio is not None:
        rule = "Three epochs must take three times as many steps as one"
        once = "You pass over the training part once, whatever `epochs` is: does a return stand inside the loop?"
        advice = once if 0.95 < ratio < 1.05 else None
        expect(2.5 < ratio < 3.5, f"{rule}; yours take {ratio:.3g} times as many.", advice=advice)
    expect(different or ratio is not None, "Three epochs must train further than one; both networks are the same.")


def disguised(inputs: Inputs, mnist: Mnist):
    """MNIST moved, dusted and relabelled by the seed: a table of the published images and labels knows none of it.

    Returns the four files, the hidden images, and their labels; then the public validation images and what `draw_misread`
    needs of them.
    """
    order = inputs.permutation(len(mnist.hidden_labels)).numpy()
    digits = inputs.permutation(10).numpy().astype(np.uint8)
    # Images have a margin of four pixels, so a move by two loses nothing.
    move = tuple(draw(inputs, -2, 3) for _ in range(2))
    dust = np.random.default_rng(inputs.seed())

    def moved(images):
        speckles = dust.integers(0, 16, images.shape, dtype=np.uint8)
        return np.maximum(np.roll(images, move, axis=(1, 2)), speckles)

    train = moved(mnist.train_images), digits[mnist.train_labels]
    validation = moved(mnist.validation_images), digits[mnist.validation_labels]
    labels = torch.from_numpy(digits[mnist.hidden_labels[order]]).long()
    shown = validation[0], torch.from_numpy(mnist.validation_labels).long(), torch.from_numpy(digits).long()
    return idx_files(*train, *validation), moved(mnist.hidden_images[order]), labels, shown


def draw_misread(submission, got, images, labels, digits):
    """Images of the public part that were misread, with the digits' own names; none of a hidden image is told.

    Args:
        submission: whose check this is.
        got: the answers, (n,), as the classes were renamed.
        images, labels: what was asked, and the digits that they show.
        digits: the new name of each digit.
    """
    said = digits.argsort()[got.long().clamp(0, 9)]
    wrong = (said != labels).nonzero().flatten()
    captions = [f"{true} read as {given}" for true, given in zip(labels[wrong], said[wrong], strict=True)]
    words = f"{len(wrong)} of {len(labels)} public validation images were misread: {', '.join(captions[:16])}."
    draw_tiles(submission, "misread digits of the public part", torch.from_numpy(images)[wrong], captions, words)


@check("train_classifier", points=10, after=("learns_the_training_part",), limits=TRAINING, slow=True)
def check_reads_hidden_digits(submission: Submission, inputs: Inputs, mnist: Mnist) -> None:
    """train_classifier trains a network that reads digits it has never seen."""
    files, images, labels, shown = disguised(inputs, mnist)
    hidden = len(images)
    images = np.concatenate([images, shown[0]])
    # What reads well after a third of the epochs has shown enough; anything else is given all of them.
    for epochs in sorted({max(mnist.epochs * 3 // 10, 5), mnist.epochs}):
        got = submission.run(predictions_of, files, images, epochs, using=(root_of, numbers_of, answers_of))
        if not isinstance(got, torch.Tensor) or got.shape != (len(images),):
            fail("The network must give ten logits for each image of shape (784,); it gives something else.")
        accuracy = (got[:hidden] == labels).double().mean().item()
        if accuracy >= mnist.full_accuracy:
            break
    draw_misread(submission, got[hidden:], *shown)
    graded(accuracy, full=mnist.full_accuracy, part=mnist.part_accuracy, what="accuracy on hidden images")
