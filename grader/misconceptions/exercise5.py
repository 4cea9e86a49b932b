"""What learners believe about an MNIST classifier, as code that does it."""

import functools

import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset
from torchvision import transforms
from torchvision.datasets import MNIST

from grader.kit import misconception

NEVER_LEARNS = (
    "learns_the_training_part",
    "reads_hidden_digits",
    "training_repeats_with_the_seed",
    "training_takes_the_epochs",
)


def tensors_of(root, train, scale=127.5, shift=1.0, download=True):
    mnist = MNIST(root, train=train, download=download)
    return TensorDataset(mnist.data.flatten(start_dim=1) / scale - shift, mnist.targets)


def layers(*sizes, activation=nn.ReLU):
    parts = []
    for d, k in zip(sizes[:-1], sizes[1:], strict=True):
        parts += [nn.Linear(d, k), activation()]
    return nn.Sequential(*parts[:-1])


def one_step(net, x, y, criterion, optimizer):
    optimizer.zero_grad()
    loss = criterion(net(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def right_answers(net, x, y):
    return int((net(x).argmax(dim=1) == y).sum())


def trained(data, epochs, net=None, optimizer=None):
    net = net or layers(784, 400, 200, 100, 10)
    optimizer = optimizer or torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    net.train()
    for _ in range(epochs):
        for x, y in DataLoader(data, batch_size=64, shuffle=True):
            one_step(net, x, y, nn.functional.cross_entropy, optimizer)
    return net


@misconception(replaces="softmax", fails=("softmax_stays_finite",))
def lets_exp_overflow(z):
    """exp(z) is inf from 89 on, and inf / inf is nan: subtract the row's largest logit first, it cancels."""
    weights = torch.exp(z)
    return weights / weights.sum(dim=1, keepdim=True)


@misconception(replaces="softmax", fails=("softmax_stays_finite",))
def subtracts_the_largest_of_all(z):
    """You subtracted the largest logit of the whole batch: a row far below becomes 0 / 0. Subtract each row's own."""
    weights = torch.exp(z - z.max())
    return weights / weights.sum(dim=1, keepdim=True)


@misconception(
    replaces="softmax",
    fails=(
        "softmax_matches_definition",
        "softmax_stays_finite",
        "softmax_keeps_dtype_and_device",
        "softmax_is_by_hand",
    ),
)
def normalises_over_the_batch(z):
    """You normalised each column. A row is one sample and its probabilities sum to 1: use dim=1."""
    weights = torch.exp(z - z.amax(dim=0, keepdim=True))
    return weights / weights.sum(dim=0, keepdim=True)


@misconception(
    replaces="softmax",
    fails=(
        "softmax_matches_definition",
        "softmax_stays_finite",
        "softmax_keeps_dtype_and_device",
        "softmax_is_by_hand",
    ),
)
def divides_without_exp(z):
    """You divided the logits by their sum; probabilities come from exp(z), which is never negative."""
    return z / z.sum(dim=1, keepdim=True)


@misconception(
    replaces="softmax",
    fails=(
        "softmax_matches_definition",
        "softmax_stays_finite",
        "softmax_keeps_dtype_and_device",
        "softmax_is_by_hand",
    ),
)
def divides_by_the_sum_of_the_batch(z):
    """You divided by the sum over the whole batch; each row is a sample of its own and sums to 1: sum(dim=1)."""
    weights = torch.exp(z - z.amax(dim=1, keepdim=True))
    return weights / weights.sum()


@misconception(replaces="softmax", fails=("softmax_stays_finite",))
def subtracts_the_mean(z):
    """The mean cancels too, but leaves exponents far above 0, where exp overflows: subtract the row's largest logit."""
    weights = torch.exp(z - z.mean(dim=1, keepdim=True))
    return weights / weights.sum(dim=1, keepdim=True)


@misconception(
    replaces="softmax",
    fails=(
        "softmax_matches_definition",
        "softmax_stays_finite",
        "softmax_keeps_dtype_and_device",
        "softmax_is_by_hand",
    ),
)
def returns_the_logarithm(z):
    """This is the logarithm of the softmax: take exp of it, or leave the log out."""
    shifted = z - z.amax(dim=1, keepdim=True)
    return shifted - shifted.exp().sum(dim=1, keepdim=True).log()


@misconception(
    replaces="softmax",
    fails=(
        "softmax_matches_definition",
        "softmax_stays_finite",
        "softmax_keeps_dtype_and_device",
        "softmax_is_by_hand",
    ),
)
def squashes_each_logit_alone(z):
    """A sigmoid looks at each logit alone, and the row does not sum to 1: divide exp(z) by its sum over the row."""
    return torch.sigmoid(z)


@misconception(
    replaces="softmax", fails=("softmax_matches_definition", "softmax_stays_finite", "softmax_keeps_dtype_and_device")
)
def shifts_z_itself(z):
    """You shifted z itself (-=), and the caller still needs it: write z = z - ... to make a new tensor."""
    z -= z.amax(dim=1, keepdim=True)
    weights = torch.exp(z)
    return weights / weights.sum(dim=1, keepdim=True)


@misconception(
    replaces="softmax",
    fails=(
        "softmax_matches_definition",
        "softmax_stays_finite",
        "softmax_keeps_dtype_and_device",
        "softmax_is_by_hand",
    ),
)
def forgets_to_divide(z):
    """You left out the division: each row is divided by its sum, so that it sums to 1."""
    return torch.exp(z - z.amax(dim=1, keepdim=True))


@misconception(
    replaces="softmax",
    fails=(
        "softmax_matches_definition",
        "softmax_stays_finite",
        "softmax_keeps_dtype_and_device",
        "softmax_is_by_hand",
    ),
)
def loses_the_axis_of_the_sum(z):
    """sum(dim=1) drops the axis, and the division then goes down the columns: add keepdim=True."""
    weights = torch.exp(z - z.amax(dim=1, keepdim=True))
    return weights / weights.sum(dim=1)


@misconception(
    replaces="softmax",
    fails=(
        "softmax_matches_definition",
        "softmax_stays_finite",
        "softmax_keeps_dtype_and_device",
        "softmax_is_by_hand",
    ),
)
def loses_the_axes_of_sum_and_maximum(z):
    """sum(dim=1) drops the axis, so the division goes down the columns: add keepdim=True, to each row's maximum too."""
    weights = torch.exp(z - z.max())
    return weights / weights.sum(dim=1)


@misconception(replaces="softmax", fails=("softmax_matches_definition", "softmax_stays_finite"))
def takes_the_sum_for_a_constant(z):
    """You cut the sum off (no_grad, detach), so your gradient lacks its part; only the largest logit may be cut off."""
    weights = torch.exp(z - z.amax(dim=1, keepdim=True))
    return weights / weights.sum(dim=1, keepdim=True).detach()


@misconception(replaces="softmax", fails=("softmax_is_by_hand",))
def calls_the_ready_softmax(z):
    """You called torch's own softmax. It is right, but here you write it yourself: exp, sum, divide."""
    return torch.softmax(z, dim=1)


@misconception(replaces="softmax", fails=("softmax_stays_finite",))
def cuts_large_logits_off(z):
    """You cut the logits off: of 9000 and 8000 nothing but the bound is left. Subtract each row's largest instead."""
    e = z.clamp(max=50).exp()
    return e / e.sum(dim=1, keepdim=True)


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
        "cross_entropy_is_by_hand",
    ),
)
def sums_over_the_batch(logits, target):
    """You summed over the samples; cross-entropy is their mean: divide by n."""
    return (torch.logsumexp(logits, dim=1) - logits.gather(1, target[:, None])[:, 0]).sum()


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
        "cross_entropy_is_by_hand",
    ),
)
def forgets_the_minus(logits, target):
    """Your loss has the wrong sign: it is minus the log of the right class's probability, never below 0."""
    return (logits.gather(1, target[:, None])[:, 0] - torch.logsumexp(logits, dim=1)).mean()


@misconception(replaces="cross_entropy", fails=("cross_entropy_survives_large_logits",))
def takes_the_log_of_a_rounded_zero(logits, target):
    """A probability below 1e-38 is rounded to 0, and its log is -inf: use logsumexp(z) - z_t, without probabilities."""
    weights = torch.exp(logits - logits.amax(dim=1, keepdim=True))
    p = weights / weights.sum(dim=1, keepdim=True)
    return -p.gather(1, target[:, None]).log().mean()


@misconception(replaces="cross_entropy", fails=("cross_entropy_survives_large_logits",))
def clamps_the_probabilities(logits, target):
    """A clamped probability hides how wrong a sure wrong answer is, and stops its gradient: use logsumexp(z) - z_t."""
    weights = torch.exp(logits - logits.amax(dim=1, keepdim=True))
    p = weights / weights.sum(dim=1, keepdim=True)
    return -p.gather(1, target[:, None]).clamp(min=1e-12).log().mean()


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
    ),
)
def adds_an_epsilon(logits, target):
    """An epsilon inside the log hides how wrong a sure wrong answer is: use logsumexp(z) - z_t, without probabilities."""
    p = torch.softmax(logits, dim=1)
    return -(p.gather(1, target[:, None]) + 1e-9).log().mean()


@misconception(replaces="cross_entropy", fails=("cross_entropy_survives_large_logits",))
def multiplies_the_log_of_zero(logits, target):
    """A small probability is rounded to 0, and 0 * log(0) is nan, even for classes that do not count: use logsumexp."""
    one_hot = nn.functional.one_hot(target, logits.shape[1])
    return -(one_hot * torch.softmax(logits, dim=1).log()).sum(dim=1).mean()


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
        "cross_entropy_is_by_hand",
    ),
)
def takes_the_softmax_twice(logits, target):
    """You took the softmax of a softmax: logsumexp wants the logits as they are."""
    p = torch.softmax(logits, dim=1)
    return (torch.logsumexp(p, dim=1) - p.gather(1, target[:, None])[:, 0]).mean()


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
        "cross_entropy_is_by_hand",
    ),
)
def indexes_all_pairs(logits, target):
    """logits[:, target] pairs every sample with every label, (n, n): use gather, or logits[torch.arange(n), target]."""
    return (torch.logsumexp(logits, dim=1, keepdim=True) - logits[:, target]).mean()


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
        "cross_entropy_is_by_hand",
    ),
)
def averages_over_the_classes_too(logits, target):
    """You divided by n * k: the mean over a one-hot product counts the zeros as well. Sum over the classes first."""
    one_hot = nn.functional.one_hot(target, logits.shape[1])
    return -(one_hot * (logits - torch.logsumexp(logits, dim=1, keepdim=True))).mean()


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
        "cross_entropy_is_by_hand",
    ),
)
def returns_a_float(logits, target):
    """You returned a Python number (.item()), which has no gradient: return the tensor."""
    return (torch.logsumexp(logits, dim=1) - logits.gather(1, target[:, None])[:, 0]).mean().item()


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
        "cross_entropy_is_by_hand",
    ),
)
def keeps_one_loss_a_sample(logits, target):
    """You have one loss for each sample; the loss of a batch is their mean: .mean() in the end."""
    return torch.logsumexp(logits, dim=1) - logits.gather(1, target[:, None])[:, 0]


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
        "cross_entropy_is_by_hand",
    ),
)
def prices_the_largest_logit(logits, target):
    """You took the largest logit of each row; the loss takes the one at the right class, target."""
    return (torch.logsumexp(logits, dim=1) - logits.amax(dim=1)).mean()


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
        "cross_entropy_is_by_hand",
    ),
)
def forgets_the_logarithm(logits, target):
    """You averaged the probabilities; cross-entropy is the mean of -log of them."""
    return -torch.softmax(logits, dim=1).gather(1, target[:, None]).mean()


@misconception(replaces="cross_entropy", fails=("cross_entropy_is_by_hand",))
def calls_the_ready_loss(logits, target):
    """You called torch's own cross_entropy. It is right, but here you write it yourself, from logsumexp and gather."""
    return nn.functional.cross_entropy(logits, target)


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition", "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device", "cross_entropy_is_by_hand",
    ),
)  # fmt: skip
def gathers_without_an_axis(logits, target):
    """gather wants indices with as many axes as the scores: target[:, None], and the result has one column."""
    return -(logits - logits.logsumexp(dim=1, keepdim=True)).gather(1, target).mean()


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def scales_to_zero_one(root, train):
    """Your pixels lie between 0 and 1 (ToTensor does that); they shall lie between -1 and 1: p / 127.5 - 1."""
    return tensors_of(root, train, scale=255, shift=0.0)


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def normalises_by_the_mean(root, train):
    """You used MNIST's mean 0.1307 and deviation 0.3081; here a pixel p becomes p / 127.5 - 1 (both are 0.5)."""
    return tensors_of(root, train, scale=255 * 0.3081, shift=0.1307 / 0.3081)


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def keeps_the_square(root, train):
    """Your images are still (1, 28, 28); the network wants 784 numbers in a row: flatten them."""
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    return MNIST(root, train=train, download=True, transform=transforms.Compose(steps))


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def shifts_by_a_half(root, train):
    """Your pixels lie between -0.5 and 0.5; they shall lie between -1 and 1: p / 127.5 - 1."""
    return tensors_of(root, train, scale=255, shift=0.5)


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def leaves_pixels_unscaled(root, train):
    """Your pixels are still 0 ... 255; a pixel p becomes p / 127.5 - 1."""
    return tensors_of(root, train, scale=1, shift=0)


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def makes_float64(root, train):
    """Your images are float64; the network's weights are float32, so the images have to be: .float()."""
    mnist = MNIST(root, train=train, download=True)
    return TensorDataset(mnist.data.flatten(start_dim=1).double() / 127.5 - 1, mnist.targets)


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def reads_column_after_column(root, train):
    """You flattened column after column (a transpose or permute came first); the numbers go row after row."""
    mnist = MNIST(root, train=train, download=True)
    return TensorDataset(mnist.data.transpose(1, 2).flatten(start_dim=1) / 127.5 - 1, mnist.targets)


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def turns_black_and_white_round(root, train):
    """Black and white are swapped: a pixel p becomes p / 127.5 - 1, so 0 becomes -1 and 255 becomes 1."""
    return tensors_of(root, train, scale=-127.5, shift=-1)


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def leaves_pictures(root, train):
    """Without a transform torchvision's MNIST gives PIL pictures; a network wants tensors: flatten and scale them."""
    return MNIST(root, train=train, download=True)


@misconception(replaces="load_mnist", fails=("load_reads_the_part_asked_for", "downloads_only_what_is_absent"))
def makes_labels_one_hot(root, train):
    """Your labels are one-hot rows; a label is one number, 0 ... 9, as MNIST's targets are."""
    mnist = MNIST(root, train=train, download=True)
    images = mnist.data.flatten(start_dim=1) / 127.5 - 1
    return TensorDataset(images, nn.functional.one_hot(mnist.targets, 10).float())


@misconception(replaces="load_mnist", fails=("load_reads_the_part_asked_for",))
def always_reads_the_training_part(root, train):
    """You read the training part whatever was asked for: pass `train` on to MNIST."""
    return tensors_of(root, True)


@misconception(replaces="load_mnist", fails=("downloads_only_what_is_absent",))
def never_downloads(root, train):
    """Where MNIST is absent it is to be downloaded: pass download=True; it leaves files alone that are there."""
    return tensors_of(root, train, download=False)


@misconception(
    replaces="load_mnist",
    fails=("images_are_784_numbers", "load_reads_the_part_asked_for", "downloads_only_what_is_absent"),
)
def looks_in_a_folder_of_its_own(root, train):
    """torchvision reads ROOT/<name of the class>/raw: a subclass of MNIST with another name finds no files there."""

    class FlatMNIST(MNIST):
        def __getitem__(self, index):
            return self.data[index].flatten() / 127.5 - 1, int(self.targets[index])

    return FlatMNIST(root, train=train, download=True)


@misconception(replaces="load_mnist", fails=("images_are_784_numbers",))
def makes_black_and_white(root, train):
    """You made every pixel -1 or 1; the greys are to stay: pixel p becomes p / 127.5 - 1."""
    images, labels = tensors_of(root, train).tensors
    return torch.utils.data.TensorDataset((images > 0).float() * 2 - 1, labels)


@misconception(replaces="make_loaders", fails=("training_is_reshuffled",))
def leaves_training_in_order(train_set, test_set):
    """Your training batches come in the dataset's order at every pass: give the first loader shuffle=True."""
    return DataLoader(train_set, batch_size=64), DataLoader(test_set, batch_size=128)


@misconception(replaces="make_loaders", fails=("training_is_reshuffled",))
def shuffles_once(train_set, test_set):
    """You shuffled once and kept that order: shuffle=True makes the loader shuffle anew at every pass."""
    order = torch.randperm(len(train_set)).tolist()
    return DataLoader(Subset(train_set, order), batch_size=64), DataLoader(test_set, batch_size=128)


@misconception(replaces="make_loaders", fails=("test_batches_hold_128_in_order",))
def takes_64_for_both(train_set, test_set):
    """Your test batches hold 64 samples like the training batches; they shall hold 128."""
    return DataLoader(train_set, batch_size=64, shuffle=True), DataLoader(test_set, batch_size=64)


@misconception(replaces="make_loaders", fails=("test_batches_hold_128_in_order",))
def builds_both_from_training(train_set, test_set):
    """You built both loaders from the training set; the second one reads test_set."""
    return DataLoader(train_set, batch_size=64, shuffle=True), DataLoader(train_set, batch_size=128)


@misconception(replaces="make_loaders", fails=("training_batches_hold_64",))
def takes_128_for_both(train_set, test_set):
    """Your training batches hold 128 samples like the test batches; they shall hold 64."""
    return DataLoader(train_set, batch_size=128, shuffle=True), DataLoader(test_set, batch_size=128)


@misconception(replaces="make_loaders", fails=("training_batches_hold_64", "test_batches_hold_128_in_order"))
def swaps_the_batch_sizes(train_set, test_set):
    """Your batch sizes are swapped: 64 for training, 128 for testing."""
    return DataLoader(train_set, batch_size=128, shuffle=True), DataLoader(test_set, batch_size=64)


@misconception(replaces="make_loaders", fails=("test_batches_hold_128_in_order",))
def shuffles_both(train_set, test_set):
    """You shuffle the test set as well; its order is to stay: shuffle=True belongs to the training loader alone."""
    return DataLoader(train_set, batch_size=64, shuffle=True), DataLoader(test_set, batch_size=128, shuffle=True)


@misconception(
    replaces="make_loaders",
    fails=("training_batches_hold_64", "training_is_reshuffled", "test_batches_hold_128_in_order"),
)
def returns_one_loader(train_set, test_set):
    """You returned one loader; return both, the training loader first."""
    return DataLoader(train_set, batch_size=64, shuffle=True)


@misconception(
    replaces="make_loaders",
    fails=("training_batches_hold_64", "training_is_reshuffled", "test_batches_hold_128_in_order"),
)
def makes_lists_of_batches(train_set, test_set):
    """A list of batches keeps one order for good: return the DataLoaders themselves, which go over the data anew."""
    train = list(DataLoader(train_set, batch_size=64, shuffle=True))
    return train, list(DataLoader(test_set, batch_size=128))


@misconception(replaces="make_loaders", fails=("training_batches_hold_64", "test_batches_hold_128_in_order"))
def drops_the_last_batch(train_set, test_set):
    """drop_last=True loses the samples of the short last batch: leave it out."""
    train = DataLoader(train_set, batch_size=64, shuffle=True, drop_last=True)
    return train, DataLoader(test_set, batch_size=128, drop_last=True)


@misconception(
    replaces="make_loaders",
    fails=("training_batches_hold_64", "training_is_reshuffled", "test_batches_hold_128_in_order"),
)
def swaps_the_loaders(train_set, test_set):
    """You return the loaders the wrong way round: the training loader (64, shuffled) comes first."""
    return DataLoader(test_set, batch_size=128), DataLoader(train_set, batch_size=64, shuffle=True)


@misconception(replaces="build_network", fails=("network_puts_relu_between",))
def forgets_the_activations():
    """Linear layers in a row are one linear layer: put a ReLU between each two."""
    return nn.Sequential(nn.Linear(784, 400), nn.Linear(400, 200), nn.Linear(200, 100), nn.Linear(100, 10))


@misconception(replaces="build_network", fails=("network_puts_relu_between",))
def ends_in_softmax():
    """You end with a softmax; the loss takes it itself, so logits shall come out: leave it out."""
    return layers(784, 400, 200, 100, 10).append(nn.Softmax(dim=1))


@misconception(replaces="build_network", fails=("network_puts_relu_between",))
def activates_the_logits():
    """A ReLU after the last layer cuts off every negative logit: nothing comes after the last layer."""
    return layers(784, 400, 200, 100, 10).append(nn.ReLU())


@misconception(replaces="build_network", fails=("network_puts_relu_between",))
def squashes_with_sigmoid():
    """You put a sigmoid between the layers; this network has ReLU there."""
    return layers(784, 400, 200, 100, 10, activation=nn.Sigmoid)


@misconception(replaces="build_network", fails=("network_puts_relu_between",))
def squashes_with_tanh():
    """You put a tanh between the layers; this network has ReLU there."""
    return layers(784, 400, 200, 100, 10, activation=nn.Tanh)


@misconception(replaces="build_network", fails=("network_puts_relu_between",))
def leaves_out_one_activation():
    """One ReLU is missing: there is one between each two layers, the last two as well."""
    return nn.Sequential(*layers(784, 400, 200, 100), nn.Linear(100, 10))


@misconception(replaces="build_network", fails=("network_puts_relu_between",))
def ends_in_log_softmax():
    """You end with a log_softmax; the loss takes it itself, so logits shall come out: leave it out."""
    return layers(784, 400, 200, 100, 10).append(nn.LogSoftmax(dim=1))


@misconception(
    replaces="build_network", fails=("network_has_four_layers", "network_puts_relu_between", "network_is_new_each_time")
)
def does_without_biases():
    """You switched the biases off (bias=False): each layer has one, so leave bias at its default."""
    sizes = ((784, 400), (400, 200), (200, 100), (100, 10))
    parts = [part for d, k in sizes for part in (nn.Linear(d, k, bias=False), nn.ReLU())]
    return nn.Sequential(*parts[:-1])


@misconception(replaces="build_network", fails=("network_is_new_each_time",))
def starts_from_zero_weights():
    """You set all weights to zero: units that start alike get equal gradients and stay alike. Leave them random."""
    net = layers(784, 400, 200, 100, 10)
    for parameter in net.parameters():
        nn.init.zeros_(parameter)
    return net


@misconception(
    replaces="build_network", fails=("network_has_four_layers", "network_puts_relu_between", "network_is_new_each_time")
)
def builds_a_class_instead():
    """You built a class of your own; here the same layers go into one nn.Sequential."""

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = layers(784, 400, 200, 100, 10)

        def forward(self, x):
            return self.body(x)

    return Net()


@misconception(
    replaces="build_network", fails=("network_has_four_layers", "network_puts_relu_between", "network_is_new_each_time")
)
def leaves_out_a_layer():
    """One layer is missing: after 784 come four sizes, 400, 200, 100 and 10, so there are four linear layers."""
    return layers(784, 400, 200, 10)


@misconception(replaces="build_network", fails=("network_is_new_each_time",))
@functools.cache
def hands_out_one_network():
    """You hand out the same network at every call, trained or not: build a new one inside the function."""
    return layers(784, 400, 200, 100, 10)


@misconception(
    replaces="train_epoch", fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples")
)
def forgets_old_gradients(net, loader, criterion, optimizer):
    """backward() adds to the old gradients; call optimizer.zero_grad() before each backward()."""
    net.train()
    total = count = 0
    for x, y in loader:
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


@misconception(
    replaces="train_epoch", fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples")
)
def clears_once_an_epoch(net, loader, criterion, optimizer):
    """You cleared the gradients once an epoch; each batch adds to the last one's: clear before each backward()."""
    net.train()
    optimizer.zero_grad()
    total = count = 0
    for x, y in loader:
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


@misconception(
    replaces="train_epoch",
    fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples", "training_runs_in_training_mode"),
)
def clears_before_the_step(net, loader, criterion, optimizer):
    """You cleared the gradients between backward() and step(), so nothing is learned: clear them before backward()."""
    net.train()
    total = count = 0
    for x, y in loader:
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


@misconception(
    replaces="train_epoch", fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples")
)
def steps_once_an_epoch(net, loader, criterion, optimizer):
    """You step once, after the last batch; a step belongs to each batch, inside the loop."""
    net.train()
    total = count = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        total, count = total + loss.item() * len(y), count + len(y)
    optimizer.step()
    return total / count


@misconception(
    replaces="train_epoch",
    fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples", "training_runs_in_training_mode"),
)
def never_takes_a_step(net, loader, criterion, optimizer):
    """You compute gradients and never use them: call optimizer.step() after backward(), for each batch."""
    net.train()
    total = count = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        total, count = total + loss.item() * len(y), count + len(y)
    return total / count


@misconception(
    replaces="train_epoch", fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples")
)
def stops_after_the_first_batch(net, loader, criterion, optimizer):
    """Your return stands inside the loop, so a pass ends after the first batch: move it out, to the left."""
    net.train()
    for x, y in loader:
        return one_step(net, x, y, criterion, optimizer)


@misconception(
    replaces="train_epoch", fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples")
)
def ignores_the_criterion(net, loader, criterion, optimizer):
    """You used a loss of your own; the argument `criterion` is the loss: criterion(net(x), y)."""
    net.train()
    total = count = 0
    for x, y in loader:
        loss = one_step(net, x, y, nn.functional.cross_entropy, optimizer)
        total, count = total + loss * len(y), count + len(y)
    return total / count


@misconception(
    replaces="train_epoch",
    fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples", "training_runs_in_training_mode"),
)
def ignores_the_optimizer(net, loader, criterion, optimizer):
    """You made an optimizer of your own; the argument `optimizer` holds the network's parameters already."""
    net.train()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
    total = count = 0
    for x, y in loader:
        total, count = total + one_step(net, x, y, criterion, optimizer) * len(y), count + len(y)
    return total / count


@misconception(
    replaces="train_epoch",
    fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples", "training_runs_in_training_mode"),
)
def asks_the_loader_for_its_dataset(net, loader, criterion, optimizer):
    """A list or generator of batches has no .dataset: count the samples in the loop, count += len(y)."""
    net.train()
    total = 0.0
    for x, y in loader:
        total += one_step(net, x, y, criterion, optimizer) * len(y)
    return total / len(loader.dataset)


@misconception(
    replaces="train_epoch", fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples")
)
def asks_the_loader_for_its_length(net, loader, criterion, optimizer):
    """A generator has no length, and batches differ in size: add loss * len(y), count += len(y), and divide by count."""
    net.train()
    total = 0.0
    for x, y in loader:
        total += one_step(net, x, y, criterion, optimizer)
    return total / len(loader)


@misconception(replaces="train_epoch", fails=("training_loss_is_a_mean_over_samples",))
def averages_the_batches(net, loader, criterion, optimizer):
    """You averaged the batches' losses; a short batch then weighs as much as a long one: weight each by its size."""
    net.train()
    losses = [one_step(net, x, y, criterion, optimizer) for x, y in loader]
    return sum(losses) / len(losses)


@misconception(replaces="train_epoch", fails=("training_loss_is_a_mean_over_samples",))
def returns_the_sum(net, loader, criterion, optimizer):
    """You returned a sum of the batches' losses; the mean per sample is wanted."""
    net.train()
    return sum(one_step(net, x, y, criterion, optimizer) for x, y in loader)


@misconception(replaces="train_epoch", fails=("training_loss_is_a_mean_over_samples",))
def returns_the_last_loss(net, loader, criterion, optimizer):
    """You returned the last batch's loss; the mean over all samples of the pass is wanted."""
    net.train()
    for x, y in loader:
        loss = one_step(net, x, y, criterion, optimizer)
    return loss


@misconception(replaces="train_epoch", fails=("training_loss_is_a_mean_over_samples",))
def measures_after_the_step(net, loader, criterion, optimizer):
    """You took each loss after its step; the loss before the step is wanted, the one that you call backward() on."""
    net.train()
    total = count = 0
    for x, y in loader:
        one_step(net, x, y, criterion, optimizer)
        with torch.no_grad():
            total, count = total + criterion(net(x), y).item() * len(y), count + len(y)
    return total / count


@misconception(replaces="train_epoch", fails=("training_loss_is_a_mean_over_samples",))
def returns_a_tensor(net, loader, criterion, optimizer):
    """You added up tensors, with their graphs; .item() makes a loss a Python number: total += loss.item() * len(y)."""
    net.train()
    total = count = 0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        total, count = total + loss * len(y), count + len(y)
    return total / count


@misconception(replaces="train_epoch", fails=("training_runs_in_training_mode",))
def ends_in_evaluation_mode(net, loader, criterion, optimizer):
    """You called net.eval() in the end; train_epoch leaves the network in training mode."""
    net.train()
    total = count = 0
    for x, y in loader:
        total, count = total + one_step(net, x, y, criterion, optimizer) * len(y), count + len(y)
    net.eval()
    return total / count


@misconception(replaces="train_epoch", fails=("training_runs_in_training_mode",))
def forgets_training_mode(net, loader, criterion, optimizer):
    """You never called net.train(): a network that comes in evaluation mode stays in it."""
    total = count = 0
    for x, y in loader:
        total, count = total + one_step(net, x, y, criterion, optimizer) * len(y), count + len(y)
    return total / count


@misconception(replaces="train_epoch", fails=("training_loss_is_a_mean_over_samples",))
def divides_batch_means_by_the_samples(net, loader, criterion, optimizer):
    """A batch's loss is a mean already: weight it by the batch's size before you divide by the number of samples."""
    net.train()
    total, count = 0.0, 0
    for x, y in loader:
        total += one_step(net, x, y, criterion, optimizer)
        count += len(x)
    return total / count


@misconception(replaces="evaluate", fails=("accuracy_counts_samples", "evaluate_restores_the_mode"))
def averages_the_accuracies(net, loader):
    """You averaged the batches' accuracies; a short batch then weighs as much as a long one: count samples."""
    was_training = net.training
    net.eval()
    with torch.no_grad():
        shares = [right_answers(net, x, y) / len(y) for x, y in loader]
    net.train(was_training)
    return sum(shares) / len(shares)


@misconception(
    replaces="evaluate",
    fails=("accuracy_counts_samples", "evaluate_restores_the_mode", "evaluate_records_no_gradients"),
)
def returns_a_percentage(net, loader):
    """Your accuracy is a percentage; a share between 0 and 1 is wanted."""
    was_training = net.training
    net.eval()
    with torch.no_grad():
        pairs = [(right_answers(net, x, y), len(y)) for x, y in loader]
    net.train(was_training)
    return 100 * sum(right for right, _ in pairs) / sum(n for _, n in pairs)


@misconception(
    replaces="evaluate",
    fails=("accuracy_counts_samples", "evaluate_restores_the_mode", "evaluate_records_no_gradients"),
)
def returns_the_count(net, loader):
    """You returned how many answers are right; divide by the number of samples."""
    was_training = net.training
    net.eval()
    with torch.no_grad():
        right = sum(right_answers(net, x, y) for x, y in loader)
    net.train(was_training)
    return float(right)


@misconception(
    replaces="evaluate",
    fails=("accuracy_counts_samples", "evaluate_restores_the_mode", "evaluate_records_no_gradients"),
)
def takes_the_largest_of_each_column(net, loader):
    """Your argmax goes down the batch; the class is the largest of each row: argmax(dim=1)."""
    was_training = net.training
    net.eval()
    right = count = 0
    with torch.no_grad():
        for x, y in loader:
            right, count = right + int((net(x).argmax(dim=0) == y).sum()), count + len(y)
    net.train(was_training)
    return right / count


@misconception(
    replaces="evaluate",
    fails=("accuracy_counts_samples", "evaluate_restores_the_mode", "evaluate_records_no_gradients"),
)
def returns_a_tensor_of_accuracy(net, loader):
    """You returned a tensor; a Python float is asked for: .item() on the count of right answers."""
    was_training = net.training
    net.eval()
    right = count = 0
    with torch.no_grad():
        for x, y in loader:
            right, count = right + (net(x).argmax(dim=1) == y).sum(), count + len(y)
    net.train(was_training)
    return right / count


@misconception(
    replaces="evaluate",
    fails=("accuracy_counts_samples", "evaluate_restores_the_mode", "evaluate_records_no_gradients"),
)
def divides_by_the_batches(net, loader):
    """You divided the right answers by the number of batches; divide by the number of samples."""
    was_training = net.training
    net.eval()
    right = count = 0
    with torch.no_grad():
        for x, y in loader:
            right, count = right + right_answers(net, x, y), count + 1
    net.train(was_training)
    return right / count


@misconception(
    replaces="evaluate",
    fails=("accuracy_counts_samples", "evaluate_restores_the_mode", "evaluate_records_no_gradients"),
)
def returns_the_share_of_errors(net, loader):
    """You returned the share of wrong answers; the share of right ones is wanted."""
    was_training = net.training
    net.eval()
    right = count = 0
    with torch.no_grad():
        for x, y in loader:
            right, count = right + len(y) - right_answers(net, x, y), count + len(y)
    net.train(was_training)
    return right / count


@misconception(
    replaces="evaluate",
    fails=("accuracy_counts_samples", "evaluate_restores_the_mode", "evaluate_records_no_gradients"),
)
def looks_at_the_last_batch_only(net, loader):
    """You kept the accuracy of the last batch alone; add up right answers and samples over all batches."""
    was_training = net.training
    net.eval()
    with torch.no_grad():
        for x, y in loader:
            share = right_answers(net, x, y) / len(y)
    net.train(was_training)
    return share


@misconception(replaces="evaluate", fails=("evaluate_restores_the_mode",))
def forgets_evaluation_mode(net, loader):
    """You never called net.eval(): dropout and batch normalisation would disturb the answers."""
    with torch.no_grad():
        pairs = [(right_answers(net, x, y), len(y)) for x, y in loader]
    return sum(right for right, _ in pairs) / sum(n for _, n in pairs)


@misconception(replaces="evaluate", fails=("evaluate_restores_the_mode",))
def stays_in_evaluation_mode(net, loader):
    """You left the network in evaluation mode; give it back in the mode in which it came."""
    net.eval()
    with torch.no_grad():
        pairs = [(right_answers(net, x, y), len(y)) for x, y in loader]
    return sum(right for right, _ in pairs) / sum(n for _, n in pairs)


@misconception(replaces="evaluate", fails=("evaluate_restores_the_mode",))
def always_ends_in_training_mode(net, loader):
    """You call net.train() in the end, even for a network that came in evaluation mode: remember net.training."""
    net.eval()
    with torch.no_grad():
        pairs = [(right_answers(net, x, y), len(y)) for x, y in loader]
    net.train()
    return sum(right for right, _ in pairs) / sum(n for _, n in pairs)


@misconception(replaces="evaluate", fails=("evaluate_records_no_gradients",))
def records_gradients(net, loader):
    """net.eval() does not turn gradients off; put the loop under torch.no_grad()."""
    was_training = net.training
    net.eval()
    pairs = [(right_answers(net, x, y), len(y)) for x, y in loader]
    net.train(was_training)
    return sum(right for right, _ in pairs) / sum(n for _, n in pairs)


@misconception(replaces="evaluate", fails=("evaluate_records_no_gradients",))
def turns_gradients_off_for_good(net, loader):
    """torch.set_grad_enabled(False) stays in force after your function; use `with torch.no_grad():` instead."""
    torch.set_grad_enabled(False)
    was_training = net.training
    net.eval()
    pairs = [(right_answers(net, x, y), len(y)) for x, y in loader]
    net.train(was_training)
    return sum(right for right, _ in pairs) / sum(n for _, n in pairs)


@misconception(replaces="train_classifier", fails=NEVER_LEARNS)
def takes_giant_steps(root, epochs=20, seed=0):
    """Your learning rate is far too large: the weights run away and become nan. Try 0.05 with momentum 0.9."""
    torch.manual_seed(seed)
    net = layers(784, 400, 200, 100, 10)
    return trained(tensors_of(root, True), epochs, net, torch.optim.SGD(net.parameters(), lr=50.0))


@misconception(replaces="train_classifier", fails=NEVER_LEARNS)
def trains_on_the_test_part(root, epochs=20, seed=0):
    """You trained on the test part (train=False), alone or as well; it is there to look at. Train on load_mnist(root, True)."""
    torch.manual_seed(seed)
    return trained(tensors_of(root, False), epochs)


@misconception(replaces="train_classifier", fails=NEVER_LEARNS)
def trains_another_network(root, epochs=20, seed=0):
    """Your optimizer holds the parameters of another network, so this one never changes: build it once, then use it."""
    torch.manual_seed(seed)
    optimizer = torch.optim.SGD(layers(784, 400, 200, 100, 10).parameters(), lr=0.05, momentum=0.9)
    return trained(tensors_of(root, True), epochs, layers(784, 400, 200, 100, 10), optimizer)


@misconception(replaces="train_classifier", fails=("training_repeats_with_the_seed",))
def ignores_the_seed(root, epochs=20, seed=0):
    """Two runs with one seed differ: call torch.manual_seed(seed) first of all, before the network is built."""
    return trained(tensors_of(root, True), epochs)


@misconception(
    replaces="train_classifier",
    fails=(
        "learns_the_training_part",
        "training_takes_the_epochs",
        "reads_hidden_digits",
        "training_repeats_with_the_seed",
    ),
)
def makes_a_single_pass(root, epochs=20, seed=0):
    """You pass over the training part once, whatever `epochs` is: repeat the pass `epochs` times."""
    torch.manual_seed(seed)
    net = layers(784, 400, 200, 100, 10)
    return trained(tensors_of(root, True), 1, net, torch.optim.SGD(net.parameters(), lr=0.001))
