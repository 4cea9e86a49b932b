"""Bugs to hunt in exercise 5, and the scenes in which they show."""

from grader.debugging.declaring import bug, scene


@scene("logit", "belief", -4, 1)
def belief_in_the_first_class():
    """softmax's belief in the first of three classes by its logit, -4 to 4, the others at 0; all in one batch"""
    z = torch.zeros(9, 3)
    z[:, 0] = torch.arange(-4.0, 5.0)
    return softmax(z)[:, 0].tolist()


@scene("logit", "loss", -4, 1)
def price_by_logit():
    """cross_entropy of four samples, three without an opinion and one whose right class has this logit, -4 to 4"""
    prices = []
    for logit in range(-4, 5):
        z = torch.zeros(4, 3)
        z[3, 2] = logit
        prices.append(cross_entropy(z, torch.tensor([0, 0, 1, 2])).item())
    return prices


@scene("pixel", "value", 200, 4)
def pixels_of_a_digit():
    """every fourth value of the first training image, from pixel 200 to 400, as load_mnist gives it"""
    import tempfile

    from grader.kit.mnist import write_public

    with tempfile.TemporaryDirectory() as root:
        write_public(root)
        return [float(value) for value in load_mnist(root, train=True)[0][0].flatten()[200:400:4]]


@scene("batch", "samples")
def sizes_of_batches():
    """the sizes of make_loaders' training batches for 300 samples"""
    samples = TensorDataset(torch.arange(300.0), torch.arange(300))
    return [float(len(y)) for _, y in make_loaders(samples, samples)[0]]


@scene()
def two_passes():
    """The order of the samples in two passes over make_loaders' training batches"""
    torch.manual_seed(0)
    samples = TensorDataset(torch.arange(300.0), torch.arange(300))
    loader = make_loaders(samples, samples)[0]
    one, two = (torch.cat([y for _, y in loader]) for _ in range(2))
    return "twice the same" if torch.equal(one, two) else "each time another"


@scene("step", "loss")
def first_steps_of_the_network():
    """the loss of build_network's net in its first 60 steps on 100 made-up images of ten kinds, by SGD at 0.1"""
    torch.manual_seed(0)
    kinds = torch.arange(100) % 10
    images = torch.randn(10, 784)[kinds] + torch.randn(100, 784)
    torch.manual_seed(1)
    net, losses = build_network(), []
    sgd = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(60):
        loss = nn.functional.cross_entropy(net(images), kinds)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return losses


@scene("epoch", "loss")
def flowers():
    """the loss that train_epoch gives, epoch by epoch, on 150 flowers of three kinds with your cross_entropy"""
    torch.manual_seed(0)
    kinds = torch.arange(150) % 3
    flowers = torch.randn(3, 4)[kinds] + 0.7 * torch.randn(150, 4)
    net = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
    sgd = torch.optim.SGD(net.parameters(), lr=0.1)
    batches = list(zip(flowers.split(16), kinds.split(16), strict=True))
    return [train_epoch(net, batches, cross_entropy, sgd) for _ in range(40)]


@scene("epoch", "share")
def flowers_told_right():
    """the share of 150 flowers that evaluate says are told right, epoch by epoch"""
    torch.manual_seed(0)
    kinds = torch.arange(150) % 3
    flowers = torch.randn(3, 4)[kinds] + 0.7 * torch.randn(150, 4)
    net, shares = nn.Linear(4, 3), []
    sgd = torch.optim.SGD(net.parameters(), lr=0.02)
    batches = list(zip(flowers.split(16), kinds.split(16), strict=True))
    for _ in range(25):
        shares.append(evaluate(net, batches))
        for x, y in batches:
            loss = nn.functional.cross_entropy(net(x), y)
            sgd.zero_grad()
            loss.backward()
            sgd.step()
    return shares


@scene("batch", "loss")
def digits_in_one_pass():
    """the loss of every fourth batch while a fresh net trains on make_loaders' batches of 1,000 sorted digits"""
    import tempfile

    from grader.kit.mnist import write_public

    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as root:
        write_public(root)
        part = load_mnist(root, train=True)
        images = torch.stack([part[i][0].flatten() for i in range(1000)])
        labels = torch.tensor([int(part[i][1]) for i in range(1000)])
    order = labels.argsort(stable=True)
    digits = TensorDataset(images[order], labels[order])
    loader, losses = make_loaders(digits, digits)[0], []
    net = nn.Sequential(nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 10))
    sgd = torch.optim.SGD(net.parameters(), lr=0.02)
    for _ in range(8):
        for x, y in loader:
            loss = nn.functional.cross_entropy(net(x), y)
            losses.append(loss.item())
            sgd.zero_grad()
            loss.backward()
            sgd.step()
    return losses[::4]


@scene("epochs", "share", 1, 1)
def digits_read():
    """the share of 200 new digits that train_classifier's net reads after 1, 2 and 3 epochs"""
    import tempfile

    from grader.kit.mnist import write_public

    with tempfile.TemporaryDirectory() as root:
        write_public(root)
        test = [(image.reshape(1, 784), torch.tensor([int(label)])) for image, label in load_mnist(root, train=False)]
        return [evaluate(train_classifier(root, epochs=epochs), test) for epochs in (1, 2, 3)]


@scene()
def a_large_logit():
    """The belief in the first of the logits 1000 and 0"""
    return f"{softmax(torch.tensor([[1000.0, 0.0]]))[0, 0].item():.3g}"


@scene()
def a_row_far_below():
    """The sum of the second row's beliefs, for the rows 1000, 0 and -1000, -1000"""
    return f"{softmax(torch.tensor([[1000.0, 0.0], [-1000.0, -1000.0]]))[1].sum().item():.3g}"


@scene()
def a_sure_mistake():
    """The loss where the right class has the logit -200, and the other 200"""
    return f"{cross_entropy(torch.tensor([[-200.0, 200.0]]), torch.tensor([0])).item():.3g}"


@scene()
def test_images():
    """How many images the test part has"""
    import tempfile

    from grader.kit.mnist import write_public

    with tempfile.TemporaryDirectory() as root:
        write_public(root)
        return str(len(load_mnist(root, train=False)))


@scene()
def the_test_loader():
    """The first sample that make_loaders' test loader gives"""
    torch.manual_seed(1)
    old, new = (TensorDataset(torch.arange(300.0), torch.arange(300) + start) for start in (0, 1000))
    number = int(next(iter(make_loaders(old, new)[1]))[1][0])
    return f"number {number - 1000} of the test set" if number >= 1000 else f"number {number} of the training set"


@scene()
def a_net_with_dropout():
    """The mode in which train_epoch trains a net that comes in evaluation mode"""
    modes = []

    class Watching(nn.Linear):
        def forward(self, x):
            modes.append(self.training)
            return super().forward(x)

    net = Watching(2, 2).eval()
    sgd = torch.optim.SGD(net.parameters(), lr=0.1)
    train_epoch(net, [(torch.ones(3, 2), torch.zeros(3).long())], nn.functional.cross_entropy, sgd)
    return "training" if all(modes) else "evaluation"


@scene()
def two_looks_at_a_net_with_dropout():
    """What evaluate says of one net with dropout in two calls, one after the other"""
    torch.manual_seed(0)
    x, y = torch.randn(200, 8), torch.arange(200) % 2
    net = nn.Sequential(nn.Dropout(0.5), nn.Linear(8, 2)).train()
    one, two = evaluate(net, [(x, y)]), evaluate(net, [(x, y)])
    return "the same share" if one == two else "two different shares"


@scene()
def the_mode_afterwards():
    """The mode of a net in training, after evaluate has looked at it"""
    net = nn.Linear(2, 2).train()
    evaluate(net, [(torch.ones(3, 2), torch.zeros(3).long())])
    return "training" if net.training else "evaluation"


@scene()
def a_short_last_batch():
    """The mean loss of one pass over batches of 3 and 1 samples, with losses 1 and 5"""
    net = nn.Linear(1, 1)
    sgd = torch.optim.SGD(net.parameters(), lr=0.1)
    batches = [(torch.ones(3, 1), torch.ones(3)), (torch.ones(1, 1), torch.ones(1) * 5)]
    return f"{train_epoch(net, batches, lambda out, y: (out * 0).sum() + y.mean(), sgd):.3g}"


@scene()
def share_with_a_short_last_batch():
    """What evaluate says of batches of 3 and 1 samples, of which 3 and 0 are told right"""
    batches = [(torch.eye(3), torch.tensor([0, 1, 2])), (torch.eye(3)[:1], torch.tensor([1]))]
    return f"{evaluate(nn.Identity(), batches):.3g}"


@scene()
def two_networks():
    """What one gets who calls build_network twice"""
    return "one network twice" if build_network() is build_network() else "two networks"


SHARES = "return weights / weights.sum(dim=1, keepdim=True)"
WEIGHTS = "weights = torch.exp(z - z.amax(dim=1, keepdim=True))"
PRICE = "return (torch.logsumexp(logits, dim=1) - right).mean()"
RIGHT = "right = logits.gather(1, target.unsqueeze(1)).squeeze(1)"
PIXELS = "images = mnist.data.flatten(start_dim=1) / 127.5 - 1"
LOADER = "train_loader = DataLoader(train_set, batch_size=64, shuffle=True)"
LOADERS = "return train_loader, DataLoader(test_set, batch_size=128)"
SGD = "optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)"

BUGS = (
    bug(
        "normalises_over_the_batch", 1, belief_in_the_first_class,
        {SHARES: "return weights / weights.sum(dim=0, keepdim=True)"},
        "The numbers are positive and sum to 1, along the other axis.",
    ),
    bug(
        "divides_by_the_sum_of_the_batch", 1, belief_in_the_first_class,
        {SHARES: "return weights / weights.sum()"},
        "For a single sample it is right.",
    ),
    bug(
        "forgets_to_divide", 1, belief_in_the_first_class,
        {SHARES: "return weights"},
        "The largest is always 1, and the order is right, so the accuracy is too.",
    ),
    bug(
        "takes_the_softmax_twice", 1, price_by_logit,
        {RIGHT: "logits = softmax(logits)\n" + RIGHT},
        "A loss of probabilities wants probabilities; logsumexp is a softmax already.",
    ),
    bug(
        "averages_over_the_classes_too", 1, price_by_logit,
        {PRICE: "return (torch.logsumexp(logits, dim=1) - right).mean() / logits.shape[1]"},
        "Its lowest place is right, and training with a larger rate works.",
    ),
    bug(
        "prices_the_largest_logit", 2, flowers,
        {RIGHT: "right = logits.amax(dim=1)"},
        "The loss falls, and quickly: a net that is sure of anything pleases it.",
    ),
    bug(
        "forgets_the_minus", 2, flowers,
        {PRICE: "return (right - torch.logsumexp(logits, dim=1)).mean()"},
        "Both terms are there; only which is taken from which is turned round.",
    ),
    bug(
        "sums_over_the_batch", 2, flowers,
        {PRICE: "return (torch.logsumexp(logits, dim=1) - right).sum()"},
        "The direction of each step is right.",
    ),
    bug(
        "indexes_all_pairs", 2, flowers,
        {RIGHT: "right = logits[:, target]", PRICE: "return (torch.logsumexp(logits, dim=1).unsqueeze(1) - right).mean()"},
        "logits[:, target] reads like the logit of each sample's target.",
    ),
    bug(
        "scales_to_zero_one", 1, pixels_of_a_digit,
        {PIXELS: "images = mnist.data.flatten(start_dim=1) / 255"},
        "Most programs have pixels between 0 and 1.",
    ),
    bug(
        "reads_column_after_column", 1, pixels_of_a_digit,
        {PIXELS: "images = mnist.data.transpose(1, 2).flatten(start_dim=1) / 127.5 - 1"},
        "A net of linear layers learns it just as well, as long as all images lie so.",
    ),
    bug(
        "turns_black_and_white_round", 1, pixels_of_a_digit,
        {PIXELS: "images = 1 - mnist.data.flatten(start_dim=1) / 127.5"},
        "The range is right, and a picture of it looks more like ink on paper than the right one.",
    ),
    bug(
        "takes_128_for_both", 1, sizes_of_batches,
        {LOADER: "train_loader = DataLoader(train_set, batch_size=128, shuffle=True)"},
        "One size for both looks tidy, and it trains.",
    ),
    bug(
        "leaves_training_in_order", 2, digits_in_one_pass,
        {LOADER: "train_loader = DataLoader(train_set, batch_size=64)"},
        "Where the data lie in no order it makes little difference; these lie sorted.",
    ),
    bug(
        "shuffles_once", 3, two_passes,
        {
            LOADER: "order = torch.randperm(len(train_set)).tolist()\n"
            "shuffled = torch.utils.data.Subset(train_set, order)\n"
            "train_loader = DataLoader(shuffled, batch_size=64)",
        },
        "The order is drawn by chance, and no epoch looks sorted.",
    ),
    bug(
        "forgets_the_activations", 2, first_steps_of_the_network,
        {
            "nn.Linear(784, 400),\nnn.ReLU(),\nnn.Linear(400, 200),\nnn.ReLU(),\nnn.Linear(200, 100),\nnn.ReLU(),":
            "nn.Linear(784, 400),\nnn.Linear(400, 200),\nnn.Linear(200, 100),",
        },
        "It has all its parameters and trains well; on easy data even faster.",
    ),
    bug(
        "ends_in_softmax", 2, first_steps_of_the_network,
        {"nn.Linear(100, 10),": "nn.Linear(100, 10),\nnn.Softmax(dim=1),"},
        "A classifier should give probabilities; but the loss takes the softmax itself.",
    ),
    bug(
        "activates_the_logits", 2, first_steps_of_the_network,
        {"nn.Linear(100, 10),": "nn.Linear(100, 10),\nnn.ReLU(),"},
        "A ReLU after each layer looks tidy.",
    ),
    bug(
        "squashes_with_sigmoid", 2, first_steps_of_the_network,
        {
            "nn.Linear(784, 400),\nnn.ReLU(),\nnn.Linear(400, 200),\nnn.ReLU(),\nnn.Linear(200, 100),\nnn.ReLU(),":
            "nn.Linear(784, 400),\nnn.Sigmoid(),\nnn.Linear(400, 200),\nnn.Sigmoid(),\n"
            "nn.Linear(200, 100),\nnn.Sigmoid(),",
        },
        "For thirty years it was the usual choice; with four layers the slopes vanish.",
    ),
    bug(
        "forgets_old_gradients", 2, flowers,
        {"optimizer.zero_grad()": ""},
        "Every line that is there is right; what is wrong is a line that is not.",
    ),
    bug(
        "clears_once_an_epoch", 2, flowers,
        {"for x, y in loader:\n    optimizer.zero_grad()": "optimizer.zero_grad()\nfor x, y in loader:"},
        "The line is there, and at the first batch it does what it should.",
    ),
    bug(
        "clears_before_the_step", 2, flowers,
        {
            "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\noptimizer.step()":
            "loss = criterion(net(x), y)\nloss.backward()\noptimizer.zero_grad()\noptimizer.step()",
        },
        "All lines are there; only their order is another.",
    ),
    bug(
        "steps_once_an_epoch", 2, flowers,
        {
            "    optimizer.step()\n    total += loss.item() * len(y)\n    count += len(y)\nreturn total / count":
            "    total += loss.item() * len(y)\n    count += len(y)\noptimizer.step()\nreturn total / count",
        },
        "It is one step to the left: a matter of four blanks.",
    ),
    bug(
        "stops_after_the_first_batch", 2, flowers,
        {"    count += len(y)\nreturn total / count": "    count += len(y)\n    return total / count"},
        "The line is right, and for a single batch so is its place.",
    ),
    bug(
        "returns_the_share_of_errors", 1, flowers_told_right,
        {
            "right += int((net(x).argmax(dim=1) == y).sum())":
            "right += int((net(x).argmax(dim=1) != y).sum())",
        },
        "It is a share, and it belongs to the net.",
    ),
    bug(
        "looks_at_the_last_batch_only", 2, flowers_told_right,
        {
            "right += int((net(x).argmax(dim=1) == y).sum())": "right = int((net(x).argmax(dim=1) == y).sum())",
            "count += len(y)": "count = len(y)",
        },
        "It is a true share of right answers, only of 6 flowers.",
    ),
    bug(
        "trains_another_network", 2, digits_read,
        {SGD: "optimizer = torch.optim.SGD(build_network().parameters(), lr=0.05, momentum=0.9)"},
        "A network of the right form stands in each place, just not the same one.",
    ),
    bug(
        "trains_on_the_test_part", 2, digits_read,
        {"loader, _ = make_loaders(train_set, test_set)": "loader, _ = make_loaders(test_set, train_set)"},
        "Training works, and on the test part it soon looks excellent.",
    ),
    bug(
        "lets_exp_overflow", 3, a_large_logit,
        {WEIGHTS: "weights = torch.exp(z)"},
        "It is the formula as every book has it, and up to a logit of 88 it is right.",
    ),
    bug(
        "subtracts_the_largest_of_all", 3, a_row_far_below,
        {WEIGHTS: "weights = torch.exp(z - z.amax())"},
        "It keeps exp from overflowing; that it can underflow too, shows only where rows lie far apart.",
    ),
    bug(
        "takes_the_log_of_a_rounded_zero", 3, a_sure_mistake,
        {RIGHT: "right = softmax(logits).gather(1, target.unsqueeze(1)).squeeze(1)", PRICE: "return -right.log().mean()"},
        "It is the definition, word by word.",
    ),
    bug(
        "always_reads_the_training_part", 3, test_images,
        {"mnist = MNIST(root, train=train, download=True)": "mnist = MNIST(root, train=True, download=True)"},
        "Images and labels are right; and the accuracy on this test part is splendid.",
    ),
    bug(
        "builds_both_from_training", 3, the_test_loader,
        {LOADERS: "return train_loader, DataLoader(train_set, batch_size=128)"},
        "Both loaders work, and what one tests on the training set looks very good.",
    ),
    bug(
        "shuffles_both", 3, the_test_loader,
        {LOADERS: "return train_loader, DataLoader(test_set, batch_size=128, shuffle=True)"},
        "The accuracy does not depend on the order.",
    ),
    bug(
        "drops_the_last_batch", 3, sizes_of_batches,
        {
            LOADER: "train_loader = DataLoader(train_set, batch_size=64, shuffle=True, drop_last=True)",
            LOADERS: "return train_loader, DataLoader(test_set, batch_size=128, drop_last=True)",
        },
        "All batches have one size, which many programs want.",
    ),
    bug(
        "forgets_training_mode", 3, a_net_with_dropout,
        {"net.train()": ""},
        "A net is in training mode when it is made; who evaluates between epochs finds out.",
    ),
    bug(
        "averages_the_batches", 3, a_short_last_batch,
        {"total += loss.item() * len(y)": "total += loss.item()", "count += len(y)": "count += 1"},
        "Where all batches have one size it is right.",
    ),
    bug(
        "averages_the_accuracies", 3, share_with_a_short_last_batch,
        {
            "right += int((net(x).argmax(dim=1) == y).sum())":
            "right += (net(x).argmax(dim=1) == y).float().mean().item()",
            "count += len(y)": "count += 1",
        },
        "Where all batches have one size it is right.",
    ),
    bug(
        "forgets_evaluation_mode", 3, two_looks_at_a_net_with_dropout,
        {"net.eval()": ""},
        "Without dropout and batch normalisation it makes no difference, and this net has neither.",
    ),
    bug(
        "stays_in_evaluation_mode", 3, the_mode_afterwards,
        {"was_training = net.training": "", "net.train(was_training)": ""},
        "The share is right; only the next epoch trains in the wrong mode.",
    ),
    bug(
        "hands_out_one_network", 3, two_networks,
        {
            "def build_network() -> nn.Sequential:": "NETWORKS: list[nn.Sequential] = []\n\n\ndef build_network() -> nn.Sequential:",
            "return nn.Sequential(": "network = nn.Sequential(",
            "    nn.Linear(100, 10),\n)":
            "    nn.Linear(100, 10),\n)\nNETWORKS.append(network)\nreturn NETWORKS[0]",
        },
        "The first network is right; it is the second one that is trained already.",
    ),
)  # fmt: skip
