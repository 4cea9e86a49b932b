"""Bugs to hunt in exercise 4, and the scenes in which they show."""

from grader.debugging.declaring import bug, scene


@scene("x", "relu", -8, 1)
def relu_from_left_to_right():
    """relu of -8, -7, ... 8"""
    return relu(torch.arange(-8.0, 9.0)).tolist()


@scene("x", "tanh", -3, 0.5)
def tanh_from_left_to_right():
    """tanh of -3, -2.5, ... 3"""
    return tanh(torch.arange(-3.0, 3.5, 0.5)).tolist()


@scene("x", "selu", -3, 0.5)
def selu_from_left_to_right():
    """selu of -3, -2.5, ... 3"""
    return selu(torch.arange(-3.0, 3.5, 0.5)).tolist()


@scene("x", "output", -3, 1)
def two_layers_as_one():
    """the output of collapse_linear's one layer for the layers 2x + 1 and -3h + 4, by x"""
    w, b = collapse_linear(*(torch.tensor(v) for v in ([[2.0]], [1.0], [[-3.0]], [4.0])))
    return [(w * x + b).item() for x in range(-3, 4)]


@scene("units", "number", 1, 1)
def parameters_by_units():
    """count_parameters of nets with 3 inputs, 2 outputs and 1, 2, ... 10 hidden units"""
    return [float(count_parameters(make_sequential(3, units, 2))) for units in range(1, 11)]


@scene("epoch", "loss")
def ring_with_a_sequential():
    """the loss of fit_classifier with make_sequential's net, on 120 plants around a sprinkler, at a rate of 2"""
    torch.manual_seed(0)
    places = 4 * torch.rand(120, 2) - 2
    wet = (places.norm(dim=1, keepdim=True) < 1.2).float()
    net = make_sequential(2, 8, 1)
    torch.manual_seed(1)
    for parameter in net.parameters():
        if parameter.any():
            torch.nn.init.normal_(parameter, std=0.7)
    return fit_classifier(net, places, wet, lr=2.0, epochs=120)


@scene("epoch", "loss")
def ring_with_a_class():
    """the loss of a ModuleNet, trained step by step on 120 plants around a sprinkler"""
    torch.manual_seed(0)
    places = 4 * torch.rand(120, 2) - 2
    wet = (places.norm(dim=1, keepdim=True) < 1.2).float()
    net, losses = ModuleNet(2, 8, 1), []
    torch.manual_seed(1)
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.7)
    sgd = torch.optim.SGD(net.parameters(), lr=2.0)
    for _ in range(120):
        loss = nn.functional.binary_cross_entropy_with_logits(net(places), wet)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return losses


@scene("x", "logit", -3, 0.5)
def the_copy_by_x():
    """the logit of a ModuleNet after copy_sequential, by x"""
    torch.manual_seed(3)
    net, twin = make_sequential(1, 3, 1), ModuleNet(1, 3, 1)
    copy_sequential(net, twin)
    return twin(torch.arange(-3.0, 3.5, 0.5).reshape(-1, 1)).flatten().tolist()


@scene()
def slope_of_selu_far_out():
    """The slope of selu at x = 1000"""
    x = torch.tensor([1000.0], requires_grad=True)
    selu(x).sum().backward()
    return f"{x.grad.item():.3g}"


@scene()
def the_callers_numbers():
    """What -2.0 of the caller's tensor is after relu"""
    x = torch.tensor([-2.0])
    relu(x)
    return str(x.item())


@scene()
def two_nets():
    """What one gets who calls make_sequential twice with the same sizes"""
    return "one net twice" if make_sequential(2, 3, 1) is make_sequential(2, 3, 1) else "two nets"


@scene()
def a_net_in_float64():
    """The dtype of what a ModuleNet in float64 gives for x in float64"""
    try:
        return str(ModuleNet(2, 3, 1).double()(torch.ones(1, 2).double()).dtype)
    except RuntimeError:
        return "no result, a RuntimeError"


@scene()
def a_frozen_layer():
    """What count_parameters says of a net of which nothing may be trained"""
    net = nn.Linear(3, 2)
    for parameter in net.parameters():
        parameter.requires_grad = False
    return str(count_parameters(net))


@scene()
def the_first_net_after_training_its_copy():
    """What becomes of the Sequential while only its copy is trained"""
    torch.manual_seed(0)
    net, twin = make_sequential(2, 3, 1), ModuleNet(2, 3, 1)
    copy_sequential(net, twin)
    before = net[0].weight.clone()
    sgd = torch.optim.SGD(twin.parameters(), lr=1.0)
    twin(torch.ones(4, 2)).sum().backward()
    sgd.step()
    return "it stays" if torch.equal(before, net[0].weight) else "it changes too"


@scene()
def how_long_it_trains():
    """How many losses fit_classifier gives for 3 epochs"""
    return str(len(fit_classifier(nn.Linear(1, 1), torch.ones(2, 1), torch.ones(2, 1), epochs=3)))


@scene()
def numbers_on_another_device():
    """What relu does with numbers on torch's device "meta", which every machine has"""
    try:
        return f"the result is on {relu(torch.ones(3, device='meta')).device}"
    except RuntimeError:
        return "it stops with a RuntimeError"


CLAMP, TANH, SELU = (
    "return x.clamp(min=0)",
    "return 2 * torch.sigmoid(2 * x) - 1",
    "return SELU_SCALE * torch.where(x > 0, x, negative_branch)",
)
BRANCH = "negative_branch = SELU_ALPHA * torch.expm1(torch.where(x > 0, 0, x))"
LAYERS = "return nn.Sequential(first, nn.Tanh(), last)"
FORWARD = "return self.layer3(self.layer2(self.layer1(x)))"
SGD = "optimizer = torch.optim.SGD(net.parameters(), lr=lr)"
THREE = "optimizer.zero_grad()\nloss.backward()\noptimizer.step()"

BUGS = (
    bug(
        "takes_the_absolute_value", 1, relu_from_left_to_right,
        {CLAMP: "return x.abs()"},
        "Nothing negative comes out, as it should be.",
    ),
    bug(
        "lets_negatives_leak", 1, relu_from_left_to_right,
        {CLAMP: "return torch.where(x > 0, x, 0.1 * x)"},
        "It is a relative that is much used, and it trains well.",
    ),
    bug(
        "caps_at_six", 1, relu_from_left_to_right,
        {CLAMP: "return x.clamp(min=0, max=6)"},
        "Activations are mostly small, and there it is right.",
    ),
    bug(
        "takes_softplus", 1, relu_from_left_to_right,
        {CLAMP: "return torch.log1p(torch.exp(x))"},
        "From afar the curves are the same.",
    ),
    bug(
        "forgets_to_double_x", 1, tanh_from_left_to_right,
        {TANH: "return 2 * torch.sigmoid(x) - 1"},
        "It is an S from -1 to 1 through 0.",
    ),
    bug(
        "forgets_the_two_in_front", 1, tanh_from_left_to_right,
        {TANH: "return torch.sigmoid(2 * x) - 1"},
        "The form is right; it only lies too low, and is half as high.",
    ),
    bug(
        "turns_the_sign_round", 1, tanh_from_left_to_right,
        {TANH: "return 2 * torch.sigmoid(-2 * x) - 1"},
        "It is right at 0, and its size is right everywhere.",
    ),
    bug(
        "forgets_the_scale", 1, selu_from_left_to_right,
        {SELU: "return torch.where(x > 0, x, negative_branch)"},
        "The scale is 1.05: one hardly sees it.",
    ),
    bug(
        "forgets_the_minus_one", 1, selu_from_left_to_right,
        {BRANCH: "negative_branch = SELU_ALPHA * torch.exp(torch.where(x > 0, 0, x))"},
        "exp and expm1 differ by two letters.",
    ),
    bug(
        "swaps_the_branches", 1, selu_from_left_to_right,
        {
            BRANCH: "negative_branch = SELU_ALPHA * torch.expm1(torch.where(x > 0, x, 0))",
            SELU: "return SELU_SCALE * torch.where(x > 0, negative_branch, x)",
        },
        "torch.where has the value for True first; who reads too fast takes it for the other.",
    ),
    bug(
        "drops_the_first_bias", 1, two_layers_as_one,
        {"return w2 @ w1, w2 @ b1 + b2": "return w2 @ w1, b2"},
        "With the usual small biases it is nearly right.",
    ),
    bug(
        "adds_the_first_bias_untouched", 1, two_layers_as_one,
        {"return w2 @ w1, w2 @ b1 + b2": "return w2 @ w1, b1 + b2"},
        "Both biases are there, and where all layers have one size, so is the shape.",
    ),
    bug(
        "counts_tensors", 1, parameters_by_units,
        {
            "return sum(p.numel() for p in net.parameters() if p.requires_grad)":
            "return sum(1 for p in net.parameters() if p.requires_grad)",
        },
        "PyTorch itself calls each of these tensors a Parameter.",
    ),
    bug(
        "leaves_out_biases", 1, parameters_by_units,
        {
            "return sum(p.numel() for p in net.parameters() if p.requires_grad)":
            "return sum(p.numel() for p in net.parameters() if p.requires_grad and p.dim() > 1)",
        },
        "Nearly all parameters are weights, so the number is nearly right.",
    ),
    bug(
        "stacks_linear_layers_only", 2, ring_with_a_sequential,
        {LAYERS: "return nn.Sequential(first, last)"},
        "It has as many parameters as it should, and it trains.",
    ),
    bug(
        "squashes_the_output_too", 2, ring_with_a_sequential,
        {LAYERS: "return nn.Sequential(first, nn.Tanh(), last, nn.Tanh())"},
        "An activation after every layer looks tidy.",
    ),
    bug(
        "starts_from_zero_weights", 2, ring_with_a_sequential,
        {
            LAYERS: "for layer in (first, last):\n    nn.init.zeros_(layer.weight)\n    nn.init.zeros_(layer.bias)\n" + LAYERS,
        },
        "Logistic regression starts from zeros too, and there it is right.",
    ),
    bug(
        "does_without_biases", 2, ring_with_a_sequential,
        {
            "first, last = nn.Linear(num_input, num_hidden), nn.Linear(num_hidden, num_output)":
            "first = nn.Linear(num_input, num_hidden, bias=False)\nlast = nn.Linear(num_hidden, num_output, bias=False)",
        },
        "Some nets of today have no biases, where a normalisation follows.",
    ),
    bug(
        "forgets_to_clear_gradients", 2, ring_with_a_sequential,
        {"optimizer.zero_grad()": ""},
        "Every line that is there is right; what is wrong is a line that is not.",
    ),
    bug(
        "clears_before_the_step", 2, ring_with_a_sequential,
        {THREE: "loss.backward()\noptimizer.zero_grad()\noptimizer.step()"},
        "All three lines are there; only their order is another.",
    ),
    bug(
        "takes_the_sigmoid_first", 2, ring_with_a_sequential,
        {"loss = criterion(net(x), y)": "loss = criterion(torch.sigmoid(net(x)), y)"},
        "A loss of probabilities wants probabilities; this one takes the sigmoid itself, as the L of its name says.",
    ),
    bug(
        "sums_over_the_samples", 2, ring_with_a_sequential,
        {"criterion = nn.BCEWithLogitsLoss()": 'criterion = nn.BCEWithLogitsLoss(reduction="sum")'},
        "The direction of each step is right.",
    ),
    bug(
        "adds_momentum", 2, ring_with_a_sequential,
        {SGD: "optimizer = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)"},
        "It often learns faster so; but it is another method than the one that is asked for.",
    ),
    bug(
        "trains_the_last_layer_only", 2, ring_with_a_sequential,
        {SGD: "optimizer = torch.optim.SGD(list(net.parameters())[-2:], lr=lr)"},
        "The loss falls, as the last layer does what it can with hidden units as they came.",
    ),
    bug(
        "measures_squared_errors", 2, ring_with_a_sequential,
        {"criterion = nn.BCEWithLogitsLoss()": "criterion = nn.MSELoss()"},
        "It is a loss, it falls, and the labels are numbers.",
    ),
    bug(
        "ForgetsTheActivation", 2, ring_with_a_class,
        {FORWARD: "return self.layer3(self.layer1(x))"},
        "The layer is made and has its name; nobody calls it.",
    ),
    bug(
        "CutsTheGraph", 2, ring_with_a_class,
        {FORWARD: "return self.layer3(self.layer2(self.layer1(x)).detach())"},
        "What comes out is right, and the loss falls.",
    ),
    bug(
        "ActivatesAtTheEnd", 2, ring_with_a_class,
        {FORWARD: "return self.layer2(self.layer3(self.layer1(x)))"},
        "All three layers are called, each with a number that fits.",
    ),
    bug(
        "copies_the_first_layer_only", 1, the_copy_by_x,
        {"module.layer3.load_state_dict(sequential[2].state_dict())": ""},
        "What is there is right, and the copy does give numbers.",
    ),
    bug(
        "overflows_in_the_other_branch", 3, slope_of_selu_far_out,
        {BRANCH: "negative_branch = SELU_ALPHA * torch.expm1(x)"},
        "Every value is right; only the slope is 0 * inf, and only far out.",
    ),
    bug(
        "writes_into_x", 3, the_callers_numbers,
        {CLAMP: "return x.clamp_(min=0)"},
        "What comes back is right.",
    ),
    bug(
        "makes_zeros_on_the_cpu",
        3,
        numbers_on_another_device,
        {CLAMP: "return torch.maximum(x, torch.zeros(x.shape, dtype=x.dtype))"},
        "On a machine without a GPU it is right.",
    ),
    bug(
        "hands_out_one_net", 3, two_nets,
        {
            "def make_sequential(num_input: int, num_hidden: int, num_output: int) -> nn.Sequential:":
            "NETS: dict[tuple[int, int, int], nn.Sequential] = {}\n\n\n"
            "def make_sequential(num_input: int, num_hidden: int, num_output: int) -> nn.Sequential:",
            LAYERS:
            "sizes = (num_input, num_hidden, num_output)\n"
            "return NETS.setdefault(sizes, nn.Sequential(first, nn.Tanh(), last))",
        },
        "The first net is right; it is the second one that has been trained already.",
    ),
    bug(
        "ForcesFloat32", 3, a_net_in_float64,
        {FORWARD: "return self.layer3(self.layer2(self.layer1(x.float())))"},
        "Nearly all nets are float32, and then it does nothing.",
    ),
    bug(
        "counts_frozen_ones", 3, a_frozen_layer,
        {
            "return sum(p.numel() for p in net.parameters() if p.requires_grad)":
            "return sum(p.numel() for p in net.parameters())",
        },
        "Until somebody freezes a layer it is right.",
    ),
    bug(
        "shares_the_data", 3, the_first_net_after_training_its_copy,
        {
            "module.layer1.load_state_dict(sequential[0].state_dict())\n"
            "module.layer3.load_state_dict(sequential[2].state_dict())":
            "for mine, other in zip(module.parameters(), sequential.parameters()):\n    mine.data = other.data",
        },
        "At once after it both nets give the same.",
    ),
    bug(
        "ignores_the_epochs", 3, how_long_it_trains,
        {"for _ in range(epochs):": "for _ in range(500):"},
        "500 is the default, and mostly nobody asks for another number.",
    ),
)  # fmt: skip
