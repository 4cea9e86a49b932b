"""What learners believe about an MNIST classifier, as code that does it."""

import functools

import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset
from torchvision import transforms
from torchvision.datasets import MNIST

from grader.kit import misconception


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
    replaces="softmax", fails=("softmax_matches_definition", "softmax_stays_finite", "softmax_keeps_dtype_and_device")
)
def normalises_over_the_batch(z):
    """You normalised each column. A row is one sample and its probabilities sum to 1: use dim=1."""
    weights = torch.exp(z - z.amax(dim=0, keepdim=True))
    return weights / weights.sum(dim=0, keepdim=True)


@misconception(
    replaces="softmax", fails=("softmax_matches_definition", "softmax_stays_finite", "softmax_keeps_dtype_and_device")
)
def divides_without_exp(z):
    """You divided the logits by their sum; probabilities come from exp(z), which is never negative."""
    return z / z.sum(dim=1, keepdim=True)


@misconception(replaces="softmax", fails=("softmax_is_by_hand",))
def calls_the_ready_softmax(z):
    """You called torch's own softmax. It is right, but here you write it yourself: exp, sum, divide."""
    return torch.softmax(z, dim=1)


@misconception(
    replaces="cross_entropy",
    fails=(
        "cross_entropy_matches_definition",
        "cross_entropy_survives_large_logits",
        "cross_entropy_keeps_dtype_and_device",
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


@misconception(replaces="cross_entropy", fails=("cross_entropy_is_by_hand",))
def calls_the_ready_loss(logits, target):
    """You called torch's own cross_entropy. It is right, but here you write it yourself, from logsumexp and gather."""
    return nn.functional.cross_entropy(logits, target)


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
def leaves_pictures(root, train):
    """Without a transform torchvision's MNIST gives PIL pictures; a network wants tensors: flatten and scale them."""
    return MNIST(root, train=train, download=True)


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


@misconception(replaces="build_network", fails=("network_has_four_layers", "network_puts_relu_between"))
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
    replaces="train_epoch", fails=("training_steps_after_each_batch", "training_loss_is_a_mean_over_samples")
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


@misconception(replaces="train_epoch", fails=("training_runs_in_training_mode",))
def forgets_training_mode(net, loader, criterion, optimizer):
    """You never called net.train(): a network that comes in evaluation mode stays in it."""
    total = count = 0
    for x, y in loader:
        total, count = total + one_step(net, x, y, criterion, optimizer) * len(y), count + len(y)
    return total / count


@misconception(replaces="evaluate", fails=("accuracy_counts_samples",))
def averages_the_accuracies(net, loader):
    """You averaged the batches' accuracies; a short batch then weighs as much as a long one: count samples."""
    was_training = net.training
    net.eval()
    with torch.no_grad():
        shares = [right_answers(net, x, y) / len(y) for x, y in loader]
    net.train(was_training)
    return sum(shares) / len(shares)


@misconception(replaces="evaluate", fails=("accuracy_counts_samples",))
def returns_a_percentage(net, loader):
    """Your accuracy is a percentage; a share between 0 and 1 is wanted."""
    was_training = net.training
    net.eval()
    with torch.no_grad():
        pairs = [(right_answers(net, x, y), len(y)) for x, y in loader]
    net.train(was_training)
    return 100 * sum(right for right, _ in pairs) / sum(n for _, n in pairs)


@misconception(replaces="evaluate", fails=("accuracy_counts_samples",))
def returns_the_count(net, loader):
    """You returned how many answers are right; divide by the number of samples."""
    was_training = net.training
    net.eval()
    with torch.no_grad():
        right = sum(right_answers(net, x, y) for x, y in loader)
    net.train(was_training)
    return float(right)


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


@misconception(replaces="train_classifier", fails=("learns_the_training_part", "reads_hidden_digits"))
def trains_on_the_test_part(root, epochs=20, seed=0):
    """You trained on the test part (train=False, "t10k"); it is there to look at. Train on load_mnist(root, True)."""
    torch.manual_seed(seed)
    return trained(tensors_of(root, False), epochs)


@misconception(replaces="train_classifier", fails=("learns_the_training_part", "reads_hidden_digits"))
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
    fails=("learns_the_training_part", "training_takes_the_epochs", "reads_hidden_digits"),
)
def makes_a_single_pass(root, epochs=20, seed=0):
    """You pass over the training part once, whatever `epochs` is: repeat the pass `epochs` times."""
    torch.manual_seed(seed)
    net = layers(784, 400, 200, 100, 10)
    return trained(tensors_of(root, True), 1, net, torch.optim.SGD(net.parameters(), lr=0.001))
