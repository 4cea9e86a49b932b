"""Checks of exercise 4: networks, from nn.Sequential to nn.Module."""

import math

import numpy as np
import torch
from torch.nn import functional

from grader.kit import (
    EXACT,
    FLOAT32,
    Inputs,
    Submission,
    agree,
    boundary_sizes,
    by_hand,
    check,
    close,
    demand,
    draw_plane,
    expect,
    fail,
    keeps_dtype_and_device,
    plot,
)
from grader.kit.judging import late

HINTS = {
    "relu": (
        "Negative entries become zero, the others stay as they are. Which operations compare or cut off numbers?",
        "clamp, torch.where and a product with (x > 0) all do it; none of them may write into x itself.",
        "Return x.clamp(min=0).",
    ),
    "tanh": (
        "What is e^x at x = 1e4 in float32, and what is inf / inf? Then look at the gradient in the same place.",
        "Divide the fraction through by e^x and simplify until one familiar s-curve remains, which torch has.",
        "Return 2 * torch.sigmoid(2 * x) - 1.",
    ),
    "selu": (
        "Two branches, and both are computed everywhere. What does e^x do where x is 1e4 and the branch is not used?",
        "0 * inf is nan, so keep the unused branch finite: let e^x see 0 wherever x is above 0.",
        "low = torch.where(x > 0, 0, x); return SELU_SCALE * torch.where(x > 0, x, SELU_ALPHA * torch.expm1(low)).",
    ),
    "collapse_linear": (
        "Write y = (x W1^T + b1) W2^T + b2 on paper and multiply it out. What stands behind x, and what is left over?",
        "(W1^T W2^T) is (W2 W1)^T, and nn.Linear stores the part before the ^T. b1 passes through layer 2 too.",
        "Return w2 @ w1, w2 @ b1 + b2.",
    ),
    "make_sequential": (
        "Three layers, the second of which has no weights. Which size leaves the first and enters the third?",
        "nn.Sequential takes the layers as arguments: nn.Linear(...), nn.Tanh(), nn.Linear(...).",
        "Return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh(), nn.Linear(num_hidden, num_output)).",
    ),
    "ModuleNet": (
        "__init__ makes the three layers and stores them; forward only passes x through them.",
        "Call super().__init__() before the first self.layer1 = ..., and let forward use all three, in order.",
        "self.layer1 = nn.Linear(num_input, num_hidden), self.layer2 = nn.Tanh(), self.layer3 = nn.Linear(num_hidden, "
        "num_output); forward returns self.layer3(self.layer2(self.layer1(x))).",
    ),
    "count_parameters": (
        "What holds the numbers that training changes, and how does a module hand them all out?",
        "net.parameters() gives each Parameter once; each has numel() and requires_grad.",
        "Return sum(p.numel() for p in net.parameters() if p.requires_grad).",
    ),
    "copy_sequential": (
        "After module.layer1 = sequential[0], how many layers are there: two or one? And who holds the old weights?",
        "Write the values into the tensors that are there already: copy_ under torch.no_grad(), or load_state_dict.",
        "module.layer1.load_state_dict(sequential[0].state_dict()), and the same for layer3 and sequential[2].",
    ),
    "fit_classifier": (
        "Say in words what happens in one epoch, in order; what would be left over from the epoch before?",
        "nn.BCEWithLogitsLoss() on net(x) and y, torch.optim.SGD(net.parameters(), lr=lr); note the loss, then step.",
        "loss = criterion(net(x), y); losses.append(loss.item()); optimizer.zero_grad(); loss.backward(); "
        "optimizer.step().",
    ),
}


SELU_SLOPES = (1.0507009873554805, 1.0507009873554805 * 1.6732632423543772)
WEIGHT_NAMES = ("the first weight", "the first bias", "the second weight", "the second bias")


def reference_collapse(w1, b1, w2, b2):
    return w2 @ w1, w2 @ b1 + b2


def noted(got, *names):
    """What a probe noted under these names, which is a dict; anything else did not come from the probe."""
    if not isinstance(got, dict) or set(got) != set(names):
        fail("What the check looked at did not come back as it was sent; leave the machinery of the grader as it is.")
    return got


def told(value):
    """A value in a few words."""
    return "None" if value is None else f"a {type(value).__name__}"


def reference_network(weights, x):
    """The logits of Linear, Tanh, Linear (or more layers) with these weights and biases, in float64."""
    values = x.double()
    for index in range(0, len(weights), 2):
        values = values.tanh() if index else values
        values = functional.linear(values, weights[index].double(), weights[index + 1].double())
    return values


def reference_loss(weights, x, y):
    """BCE-with-logits of that network on (x, y) and its gradients, in float64."""
    leaves = [weight.detach().double().requires_grad_() for weight in weights]
    loss = functional.binary_cross_entropy_with_logits(reference_network(leaves, x), y.double())
    return loss.item(), list(torch.autograd.grad(loss, leaves))


def reference_losses(weights, x, y, epochs, lr=1.0):
    """The losses of plain gradient descent for Linear, Tanh, Linear to one logit, by the chain rule."""
    # In NumPy: on a busy machine torch's threads wait for each other at every one of these small steps.
    w1, b1, w2, b2, x, y = (value.numpy() for value in (*weights, x, y))
    losses = []
    for _ in range(epochs):
        hidden = np.tanh(x @ w1.T + b1)
        logits = hidden @ w2.T + b2
        losses.append(float((np.logaddexp(0, logits) - y * logits).mean()))
        d_logits = (1 / (1 + np.exp(-logits)) - y) / len(x)
        d_hidden = d_logits @ w2 * (1 - hidden * hidden)
        w2, b2 = w2 - lr * d_logits.T @ hidden, b2 - lr * d_logits.sum(0)
        w1, b1 = w1 - lr * d_hidden.T @ x, b1 - lr * d_hidden.sum(0)
    return losses


def activation_inputs(inputs: Inputs):
    """Tensors of several shapes and sizes, one of them with strides of its own."""
    shapes = ((), (7,), (3, 4), (2, 1, 5))
    return *(inputs.normal(*shape, scale=2.0) for shape in shapes), inputs.noncontiguous(4, 3)


def far_inputs(inputs: Inputs):
    """Numbers of size 20, 100, 1000 and 10000 on both sides."""
    sizes = torch.tensor([20.0, 100.0, 1e3, 1e4])
    return torch.cat([sizes, -sizes]) * inputs.uniform(0.95, 1, 8)


def has_values_and_slopes(submission, name, reference, inputs):
    """Values for tensors that nobody differentiates, which stay as they were; then values and gradients."""
    for x in inputs:
        agree(submission, name, x, reference=reference)
    for x in inputs:
        agree(submission, name, x, reference=reference, gradients=(0,))
    late(submission, name, [(x,)], -x / 2, reference=reference)


def slope_of_clamp_at_its_bound():
    """1 in torch 2.10 and 2.11, 0 in 2.14."""
    x = torch.zeros(1, requires_grad=True)
    x.clamp(min=0).backward()
    return float(x.grad)


def has_a_slope_at_zero(submission, name, low, high, or_clamped=False):
    """At a kink the slope of either side will do, and any between them; `or_clamped`: that of a sum of two clamps, too."""
    clamped = slope_of_clamp_at_its_bound() * (low + high)
    for shape in ((3, 1), ()):
        x = torch.zeros(shape, requires_grad=True)
        reply = demand(submission.call(name, (x,), cotangent=torch.ones(shape)))
        close(reply.value, torch.zeros(shape), what=f"{name} of zeros")
        slopes = reply.gradients[0] if reply.gradients else None
        if not isinstance(slopes, torch.Tensor) or slopes.shape != x.shape:
            fail(f"The gradient of {name} must reach x; none arrived.")
        slope = float(slopes.flatten()[0])
        rule = f"The slope of {name} at 0 must be {low:.6g} or {high:.6g}, those of its two sides; got {slope:.6g}."
        expect(low - 1e-4 <= slope <= high + 1e-4 or (or_clamped and abs(slope - clamped) <= 1e-4), rule)


@check("relu", points=4)
def check_relu_has_values_and_slopes(submission: Submission, inputs: Inputs) -> None:
    """relu has torch's values and slopes, for tensors of any shape, up to 1e4, and leaves x as it was."""
    has_values_and_slopes(submission, "relu", torch.relu, (*activation_inputs(inputs), far_inputs(inputs)))


@check("relu", points=1, after=("relu_has_values_and_slopes",))
def check_relu_is_finite_at_zero(submission: Submission, inputs: Inputs) -> None:
    """relu of 0 is 0, and its slope there is that of either side, 0 or 1."""
    has_a_slope_at_zero(submission, "relu", 0.0, 1.0)


@check("relu", points=1)
def check_relu_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """relu keeps the dtype and the device of x."""
    keeps_dtype_and_device(submission, accelerators, "relu", inputs.normal(5, 2), reference=torch.relu)


@check("relu", points=2)
def check_relu_is_by_hand(submission: Submission, inputs: Inputs) -> None:
    """relu is right when it is written by hand, without torch's own relu or autograd."""
    banned = ("relu", "relu_")
    by_hand(submission, "relu", inputs.normal(6, 2), banned=banned, autograd=False, reference=torch.relu)


@check("tanh", points=4)
def check_tanh_has_values_and_slopes(submission: Submission, inputs: Inputs) -> None:
    """tanh has torch's values and slopes, for tensors of any shape, the slope 1 at 0 too, and leaves x as it was."""
    has_values_and_slopes(submission, "tanh", torch.tanh, (*activation_inputs(inputs), torch.zeros(2, 3)))


@check("tanh", points=3)
def check_tanh_stays_finite(submission: Submission, inputs: Inputs) -> None:
    """tanh and its slope stay finite and right for numbers up to 1e4 on both sides."""
    has_values_and_slopes(submission, "tanh", torch.tanh, (far_inputs(inputs),))


@check("tanh", points=1)
def check_tanh_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """tanh keeps the dtype and the device of x."""
    # From 9 on a float32 holds 1, a float64 does not.
    x = torch.cat([inputs.normal(4, 2), inputs.uniform(9.05, 9.8, 1, 2)])
    keeps_dtype_and_device(submission, accelerators, "tanh", x, reference=torch.tanh)


@check("tanh", points=3)
def check_tanh_is_by_hand(submission: Submission, inputs: Inputs) -> None:
    """tanh is right when it is written by hand, without torch's own tanh or autograd."""
    banned = ("tanh", "tanh_")
    by_hand(submission, "tanh", inputs.normal(6, 2), banned=banned, autograd=False, reference=torch.tanh)


@check("selu", points=5)
def check_selu_has_values_and_slopes(submission: Submission, inputs: Inputs) -> None:
    """selu has torch's values and slopes on both sides of 0, for tensors of any shape, and leaves x as it was."""
    has_values_and_slopes(submission, "selu", torch.selu, activation_inputs(inputs))


@check("selu", points=2)
def check_selu_stays_finite(submission: Submission, inputs: Inputs) -> None:
    """selu and its slope stay finite and right for numbers up to 1e4 on both sides."""
    has_values_and_slopes(submission, "selu", torch.selu, (far_inputs(inputs),))


@check("selu", points=1, after=("selu_has_values_and_slopes", "selu_stays_finite"))
def check_selu_has_a_slope_at_zero(submission: Submission) -> None:
    """selu of 0 is 0, and its slope there is that of either side, 1.0507 or 1.7581."""
    # torch's own clamp has slope 0 at its bound in some versions and 1 in others: a file that uses it is right as well.
    has_a_slope_at_zero(submission, "selu", *SELU_SLOPES, or_clamped=True)


@check("selu", points=1)
def check_selu_keeps_dtype_and_device(submission: Submission, inputs: Inputs, accelerators) -> None:
    """selu keeps the dtype and the device of x."""
    # The constants may be rounded to float32's digits, so float64 is not compared more closely than float32.
    x = inputs.normal(5, 2)
    keeps_dtype_and_device(submission, accelerators, "selu", x, reference=torch.selu, wide=FLOAT32)


@check("selu", points=3)
def check_selu_is_by_hand(submission: Submission, inputs: Inputs) -> None:
    """selu is right when it is written by hand, without torch's own selu or autograd."""
    banned = ("selu", "selu_")
    by_hand(submission, "selu", inputs.normal(6, 2), banned=banned, autograd=False, reference=torch.selu)


@check("collapse_linear", points=6)
def check_one_layer_equals_two(submission: Submission, inputs: Inputs) -> None:
    """collapse_linear gives the weight (out, in) and the bias (out,) of the one layer that equals two in a row."""
    # Three equal sizes first: there every wrong product has a value, which tells more than an exception.
    for d, h, k in ((3, 3, 3), (2, 5, 3), (4, 1, 2), (1, 2, 1)):
        args = (inputs.normal(h, d), inputs.normal(h), inputs.normal(k, h), inputs.normal(k))
        agree(submission, "collapse_linear", *args, reference=reference_collapse, parts=("w", "b"))
    args = (inputs.noncontiguous(4, 2), inputs.normal(4), inputs.noncontiguous(3, 4), inputs.normal(3))
    agree(submission, "collapse_linear", *args, reference=reference_collapse, parts=("w", "b"))
    for d, h, k in boundary_sizes(3):
        whole = (inputs.whole(h, d), inputs.whole(h), inputs.whole(k, h), inputs.whole(k))
        agree(submission, "collapse_linear", *whole, reference=reference_collapse, parts=("w", "b"), tolerance=EXACT)
    late(submission, "collapse_linear", [args], -args[0], *args[1:], reference=reference_collapse)


def collapse_of_layers(m, w1, b1, w2, b2):
    """What collapse_linear makes of the Parameters of two nn.Linear."""
    parameters = [nn.Parameter(value) for value in (w1, b1, w2, b2)]
    found = m.collapse_linear(*parameters)
    return [part.detach() if isinstance(part, torch.Tensor) else part for part in found]


@check("collapse_linear", points=3)
def check_collapse_takes_layers_of_any_kind(submission: Submission, inputs: Inputs, accelerators) -> None:
    """collapse_linear takes the parameters of real layers, and keeps dtype and device."""
    args = (inputs.normal(3, 3), inputs.normal(3), inputs.normal(3, 3), inputs.normal(3))
    got = submission.run(collapse_of_layers, *args)
    what = "what collapse_linear makes of two layers' parameters"
    close(got, reference_collapse(*args), what=what, parts=("w", "b"))
    parts = dict(reference=reference_collapse, parts=("w", "b"))
    keeps_dtype_and_device(submission, accelerators, "collapse_linear", *args, **parts)


def describe(layer):
    """A layer in words: its kind and sizes, and what is unusual about it."""
    if isinstance(layer, nn.Linear):
        bias = "" if layer.bias is not None else ", without bias"
        dtype = "" if layer.weight.dtype == torch.float32 else f", {layer.weight.dtype}"
        return f"Linear {layer.in_features} -> {layer.out_features}{bias}{dtype}"
    return "Tanh" if isinstance(layer, nn.Tanh) else "nothing" if layer is None else type(layer).__name__


def plan_of(m, builder, sizes):
    """What a builder builds: the kind of object, its layers in words, all its parts by name, how many it trains."""
    net = getattr(m, builder)(*sizes)
    kind = "Sequential" if isinstance(net, nn.Sequential) else "Module" if isinstance(net, nn.Module) else ""
    if builder == "make_sequential" and kind == "Sequential":
        layers = list(net)
    else:
        layers = [getattr(net, name, None) for name in ("layer1", "layer2", "layer3")]
    named = list(net.named_children()) if kind and builder == "ModuleNet" else []
    parts = [f"{name} = {describe(layer)}" for name, layer in named]
    trained = [p for p in net.parameters() if p.requires_grad] if kind else []
    return kind or f"a {type(net).__name__}", [describe(layer) for layer in layers], parts, len(trained)


def builds_the_plan(submission, builder, inputs):
    """The builder gives Linear, Tanh, Linear of the sizes asked for, four trainable parameters in all."""
    for sizes in ([2, 5, 3], [3, 1, 2], [4, 4, 4], [int(size) for size in inputs.integers(2, 9, 3)]):
        kind, layers, parts, trained = submission.run(plan_of, builder, sizes, using=(describe,))
        kinds = ("Sequential",) if builder == "make_sequential" else ("Module", "Sequential")
        rule = f"{builder} must {'return' if builder == 'make_sequential' else 'be'} an nn.{kinds[0]}; got {kind}."
        expect(kind in kinds, rule)
        d, h, k = sizes
        plan = [f"Linear {d} -> {h}", "Tanh", f"Linear {h} -> {k}"]
        call = f"{builder}({d}, {h}, {k})"
        if builder == "make_sequential":
            rule = f"{call} must hold {', '.join(plan)}; got {', '.join(layers) or 'no layer'}."
        else:
            wanted = ", ".join(f"layer{number} = {layer}" for number, layer in enumerate(plan, start=1))
            rule = f"{call} must have {wanted}; got {', '.join(parts) or 'no layer'}."
        expect(layers == plan, rule)
        rule = f"{call} must train two weights and two biases, four parameters in all; got {trained}."
        expect(trained == 4, rule)


def outputs_of(m, builder, sizes, weights, x, cotangent):
    """Outputs and gradients of a built net that was given these weights and biases."""
    net = getattr(m, builder)(*sizes).to(x.dtype)
    first, last = (net[0], net[2]) if builder == "make_sequential" else (net.layer1, net.layer3)
    parameters = [first.weight, first.bias, last.weight, last.bias]
    with torch.no_grad():
        for parameter, value in zip(parameters, weights):
            parameter.copy_(value)
    outputs = net(x)
    if not isinstance(outputs, torch.Tensor):
        return outputs, None
    if outputs.shape != cotangent.shape or not outputs.requires_grad:
        return outputs.detach(), None
    # A weighted sum, not grad_outputs: those make torch import its symbolic shapes, a quarter of a second a worker.
    gradients = torch.autograd.grad((outputs * cotangent).sum(), parameters, allow_unused=True)
    return outputs.detach(), list(gradients)


def random_weights(inputs: Inputs, *sizes, dtype=torch.float32):
    """Weight and bias of each layer between the sizes, as nn.Linear stores them."""
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    return [value for d, k in pairs for value in (inputs.normal(k, d, dtype=dtype), inputs.normal(k, dtype=dtype))]


def computes_the_network(submission, builder, inputs):
    """The built net gives the outputs and gradients of layer 2 after tanh after layer 1."""
    float32, float64 = torch.float32, torch.float64
    for n, sizes, dtype in ((4, [3, 5, 2], float32), (1, [2, 3, 1], float32), (6, [1, 4, 3], float64)):
        x, weights = inputs.normal(n, sizes[0], dtype=dtype), random_weights(inputs, *sizes, dtype=dtype)
        cotangent = inputs.normal(n, sizes[2], dtype=dtype)
        outputs, gradients = submission.run(outputs_of, builder, sizes, weights, x, cotangent)
        leaves = [weight.double().requires_grad_() for weight in weights]
        expected = reference_network(leaves, x)
        slopes = torch.autograd.grad((expected * cotangent).sum(), leaves)
        close(outputs, expected.detach().to(dtype), what=f"the outputs of a net from {builder}")
        what = f"the gradients of a net from {builder}"
        close(gradients, [slope.to(dtype) for slope in slopes], what=what, parts=WEIGHT_NAMES)


def independence_of(m, builder, sizes):
    """Of two built nets: the shapes of their parameters, whether they share memory, how many hidden units differ."""
    nets = [getattr(m, builder)(*sizes) for _ in range(2)]
    parameters = [list(net.parameters()) if isinstance(net, nn.Module) else [] for net in nets]
    shapes = [sorted(list(parameter.shape) for parameter in one) for one in parameters]
    first, second = ({p.untyped_storage().data_ptr() for p in one} for one in parameters)
    hidden = [parameter for parameter in parameters[0] if list(parameter.shape) == [6, 5]]
    different = int((hidden[0] != hidden[0][0]).any(dim=1).sum()) if hidden else 0
    return shapes, bool(first & second), different


def listed(shapes):
    """Shapes in words: "(1,), (1, 6)"."""
    return ", ".join(str(tuple(shape)) for shape in shapes) or "none"


def builds_anew(submission, builder):
    """Each call builds a net of its own, with random weights."""
    shapes, shared, different = submission.run(independence_of, builder, [5, 6, 1])
    wanted = [[1], [1, 6], [6], [6, 5]]
    for got in shapes:
        rule = f"The net from {builder}(5, 6, 1) must have parameters of the shapes {listed(wanted)}"
        expect(got == wanted, f"{rule}; got {listed(got)}.")
    expect(shared is False, f"Each call of {builder} must build a new net; two of yours share their weights.")
    rule = "The hidden units must start with random weights, or they stay alike"
    expect(different == 5, f"{rule}; only {different} of 5 units differ from the first.")


@check("make_sequential", points=5)
def check_sequential_has_three_layers(submission: Submission, inputs: Inputs) -> None:
    """make_sequential gives an nn.Sequential of Linear, Tanh, Linear, with the sizes asked for and with biases."""
    builds_the_plan(submission, "make_sequential", inputs)


@check("make_sequential", points=3, after=("sequential_has_three_layers",))
def check_sequential_computes_outputs(submission: Submission, inputs: Inputs) -> None:
    """The net of make_sequential computes layer 2 of tanh of layer 1."""
    computes_the_network(submission, "make_sequential", inputs)


@check("make_sequential", points=2)
def check_sequential_is_new_each_time(submission: Submission) -> None:
    """Each call of make_sequential gives a new net with random weights of its own."""
    builds_anew(submission, "make_sequential")


@check("ModuleNet", points=5)
def check_module_has_three_layers(submission: Submission, inputs: Inputs) -> None:
    """ModuleNet is an nn.Module whose layer1, layer2 and layer3 are Linear, Tanh, Linear of the sizes asked for."""
    builds_the_plan(submission, "ModuleNet", inputs)


@check("ModuleNet", points=7, after=("module_has_three_layers",))
def check_module_computes_outputs(submission: Submission, inputs: Inputs) -> None:
    """ModuleNet's forward sends x through layer1, layer2 and layer3, and gradients reach every weight."""
    computes_the_network(submission, "ModuleNet", inputs)


@check("ModuleNet", points=2, after=("module_has_three_layers",))
def check_module_is_new_each_time(submission: Submission) -> None:
    """Each ModuleNet has random weights of its own."""
    builds_anew(submission, "ModuleNet")


def counts_of_plain(m, d, h, k):
    """Counts of nets in which all is trainable: one layer, nested ones with a single number, equal layers, an empty net."""
    scalar = nn.Module()
    scalar.temperature = nn.Parameter(torch.tensor(0.5))
    scalar.inner = nn.Sequential(nn.Sequential(nn.Linear(d, h), nn.Tanh()), nn.Linear(h, k, bias=False))
    zeros = nn.Sequential(nn.Linear(d, d), nn.Tanh(), nn.Linear(d, d))
    for parameter in zeros.parameters():
        nn.init.zeros_(parameter)
    nets = [nn.Linear(d, k), scalar, nn.Conv2d(d, h, (2, 3)), nn.Tanh(), zeros]
    return [m.count_parameters(net) for net in nets]


COUNTED = (
    "the answer for a Linear",
    "the answer for nested layers",
    "the answer for a Conv2d",
    "the answer for a Tanh",
    "the answer for two layers full of zeros",
)


def counts_of_frozen(m, d, h, k):
    """Counts of nets with frozen parts and with buffers, and which parameters are trainable afterwards."""
    net = nn.Sequential(nn.Linear(d, h), nn.BatchNorm1d(h), nn.Linear(h, k))
    counts = [m.count_parameters(net)]
    net[0].requires_grad_(False)
    net[2].bias.requires_grad_(False)
    counts.append(m.count_parameters(net))
    return counts, [parameter.requires_grad for parameter in net.parameters()]


def counts_of_tied(m, d, h, k):
    """Counts of a net whose last weight is its first one, and of one that uses a layer twice."""
    tied = nn.Sequential(nn.Linear(d, h), nn.Tanh(), nn.Linear(d, h))
    tied[2].weight = tied[0].weight
    layer = nn.Linear(h, h)
    return [m.count_parameters(tied), m.count_parameters(nn.Sequential(nn.Linear(k, h), layer, nn.Tanh(), layer))]


def three_sizes(inputs: Inputs):
    """Three sizes, no two of them alike."""
    return [int(size) + 2 for size in inputs.permutation(7)[:3]]


@check("count_parameters", points=4)
def check_count_adds_up_scalars(submission: Submission, inputs: Inputs) -> None:
    """count_parameters adds up the scalars of all weights and biases of any net, as a Python int."""
    d, h, k = three_sizes(inputs)
    expected = [k * d + k, 1 + h * d + h + k * h, h * d * 6 + h, 0, 2 * (d * d + d)]
    close(submission.run(counts_of_plain, d, h, k), expected, what="count_parameters", parts=COUNTED)


@check("count_parameters", points=3)
def check_count_skips_frozen(submission: Submission, inputs: Inputs) -> None:
    """count_parameters skips frozen parameters and buffers, and leaves the net as it was."""
    d, h, k = three_sizes(inputs)
    counts, trainable = submission.run(counts_of_frozen, d, h, k)
    all_of_it, rest = h * d + h + 2 * h + k * h + k, 2 * h + k * h
    parts = "the answer with nothing frozen", "the answer with three parameters frozen"
    close(counts, [all_of_it, rest], what="count_parameters", parts=parts)
    flags = [False, False, True, True, True, False]
    expect(trainable == flags, "count_parameters must leave requires_grad as it was; it is another after the call.")


@check("count_parameters", points=3)
def check_count_takes_tied_once(submission: Submission, inputs: Inputs) -> None:
    """count_parameters counts a weight that two layers share once."""
    d, h, k = three_sizes(inputs)
    expected = [h * d + 2 * h, h * k + h + h * h + h]
    parts = "the answer with a shared weight", "the answer with a layer used twice"
    close(submission.run(counts_of_tied, d, h, k), expected, what="count_parameters", parts=parts)


def pair_of_nets(sizes, weights, other_weights):
    """A Sequential and a net with layer1, layer2 and layer3, of the same sizes, each with its own weights."""

    class Net(nn.Module):  # type: ignore[misc]  # nn is the worker's
        def __init__(self):
            super().__init__()
            self.layer1, self.layer2, self.layer3 = nn.Linear(*sizes[:2]), nn.Tanh(), nn.Linear(*sizes[1:])

        def forward(self, x):
            return self.layer3(self.layer2(self.layer1(x)))

    sequential, module = nn.Sequential(nn.Linear(*sizes[:2]), nn.Tanh(), nn.Linear(*sizes[1:])), Net()
    for net, values in ((sequential, weights), (module, other_weights)):
        net.to(weights[0].dtype)
        with torch.no_grad():
            for parameter, value in zip(net.parameters(), values):
                parameter.copy_(value)
    return sequential, module


def traces_of_copy(m, sizes, weights, other_weights):
    """What copy_sequential leaves behind.

    The module's weights and the Sequential's, how many Parameters of the module are the objects they were, how many of
    both nets are trainable, how many of the Sequential's move when 1 is added to the module's, and whether a net came
    back.
    """
    sequential, module = pair_of_nets(sizes, weights, other_weights)
    before = list(module.parameters())
    returned = isinstance(m.copy_sequential(sequential, module), nn.Module)
    targets = [module.layer1.weight, module.layer1.bias, module.layer3.weight, module.layer3.bias]
    sources = [sequential[0].weight, sequential[0].bias, sequential[2].weight, sequential[2].bias]
    copied, kept = ([part.detach().clone() for part in parts] for parts in (targets, sources))
    same = sum(old is new for old, new in zip(before, targets))
    trainable = sum(part.requires_grad for part in targets + sources)
    with torch.no_grad():
        for part in targets:
            part.add_(1.0)
    moved = sum(not torch.equal(part.detach(), old) for part, old in zip(sources, kept))
    return copied, kept, same, trainable, moved, returned


def refusal_of_copy(m, sizes, weights, other_weights):
    """What PyTorch refuses to do in copy_sequential, in its own words; empty when it refuses nothing."""
    try:
        m.copy_sequential(*pair_of_nets(sizes, weights, other_weights))
    except RuntimeError as error:
        return str(error).splitlines()[0]
    return ""


def copy_between_nets(submission, inputs, sizes=(3, 4, 2), dtype=torch.float32):
    """The traces of a copy between nets with weights from the inputs, and the weights to be copied."""
    weights, other_weights = (random_weights(inputs, *sizes, dtype=dtype) for _ in range(2))
    return submission.run(traces_of_copy, list(sizes), weights, other_weights, using=(pair_of_nets,)), weights


@check("copy_sequential", points=4)
def check_copy_gives_same_weights(submission: Submission, inputs: Inputs) -> None:
    """copy_sequential gives the module all weights and biases of the Sequential, which keeps them."""
    # Asked apart from the rest, and judged below: two exceptions of one type are two mistakes.
    first = random_weights(inputs, 3, 3, 3), random_weights(inputs, 3, 3, 3)
    submission.attempt(refusal_of_copy, [3, 3, 3], *first, using=(pair_of_nets,))
    for sizes, dtype in (((3, 3, 3), torch.float32), ((3, 4, 2), torch.float32), ((1, 5, 1), torch.float64)):
        (copied, kept, *_, returned), weights = copy_between_nets(submission, inputs, sizes, dtype)
        names = "layer1.weight", "layer1.bias", "layer3.weight", "layer3.bias"
        what = "the module that copy_sequential was given" + (" (it returned another net)" if returned else "")
        close(copied, weights, what=what, tolerance=EXACT, parts=names)
        what = "the Sequential after copy_sequential"
        close(kept, weights, what=what, tolerance=EXACT, parts=("0.weight", "0.bias", "2.weight", "2.bias"))


@check("copy_sequential", points=4, after=("copy_gives_same_weights",))
def check_copy_keeps_parameter_objects(submission: Submission, inputs: Inputs) -> None:
    """copy_sequential writes into the module's own Parameters: they stay the same objects, and trainable."""
    (_, _, same, trainable, *_), _ = copy_between_nets(submission, inputs)
    rule = "The module must keep its four Parameter objects, which an optimizer made before still holds"
    expect(same == 4, f"{rule}; got {4 - same} new ones.")
    expect(trainable == 8, f"All 8 parameters of both nets must stay trainable; got {trainable}.")


@check("copy_sequential", points=3, after=("copy_gives_same_weights",))
def check_copy_shares_no_memory(submission: Submission, inputs: Inputs) -> None:
    """After copy_sequential the two nets share no memory: changing one leaves the other as it is."""
    moved = copy_between_nets(submission, inputs)[0][4]
    rule = "The two nets must share no memory after the copy"
    expect(moved == 0, f"{rule}; a change of the module changed {moved} of 4 parameters of the Sequential.")


def net_with(weights):
    """Linear, Tanh, Linear (and so on) with these weights and biases, on their device."""
    layers = []
    for weight, bias in zip(weights[::2], weights[1::2]):
        layer = nn.Linear(weight.shape[1], weight.shape[0])
        layer.weight, layer.bias = nn.Parameter(weight.clone()), nn.Parameter(bias.clone())
        layers += [layer, nn.Tanh()]
    return nn.Sequential(*layers[:-1])


def conduct_of_fit(m, weights, x, y):
    """How a fit goes about its steps, in words that do not depend on its numbers: see `conducts_itself`."""
    from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook

    kinds, held, slopes, counts, moves, starts = set(), set(), set(), [], [], set()

    def before(optimizer, args, kwargs):
        if counts[-1] == 0:
            starts.add(all(torch.equal(p.detach(), value) for p, value in zip(net.parameters(), weights)))

    def after(optimizer, args, kwargs):
        group = {id(parameter) for part in optimizer.param_groups for parameter in part["params"]}
        kinds.add("SGD" if isinstance(optimizer, torch.optim.SGD) else type(optimizer).__name__)
        held.add(sum(id(parameter) in group for parameter in net.parameters()))
        found = [parameter.grad for parameter in net.parameters() if parameter.grad is not None]
        slopes.add("none" if not found else "some" if any(bool(slope.any()) for slope in found) else "zeros")
        counts[-1] += 1

    handles = register_optimizer_step_pre_hook(before), register_optimizer_step_post_hook(after)
    for lr, epochs in ((0.25, 1), (0.5, 1), (0.5, 3)):
        net = net_with(weights)
        counts.append(0)
        m.fit_classifier(net, x, y, lr, epochs)
        start = torch.cat([value.flatten() for value in weights])
        moves.append(float((torch.cat([p.detach().flatten() for p in net.parameters()]) - start).norm()))
    for handle in handles:
        handle.remove()
    once, _, thrice = counts
    pace = "none" if not thrice else "fixed" if once == thrice else "one" if (once, thrice) == (1, 3) else "other"
    twice = None if not moves[0] else round(moves[1] / moves[0], 2)
    kept = starts == {True}
    twice = twice if kept else None
    return {
        "kinds": sorted(kinds), "held": sorted(held), "slopes": sorted(slopes), "pace": pace, "twice": twice, "kept": kept
    }  # fmt: skip


CONDUCT = ("kinds", "held", "slopes", "pace", "twice", "kept")


def conducts_itself(got, size):
    """One step of an optimizer an epoch, over all parameters of the net, with gradients, as far as lr says."""
    pace, held = got["pace"], got["held"]
    expect(pace != "none", "fit_classifier must take a step of torch.optim.SGD each epoch; its optimizer took none.")
    rule = "fit_classifier's optimizer must hold all parameters of net"
    expect(held == [size], f"{rule}; it holds {' or '.join(map(str, held))} of {size}.")
    rule = "fit_classifier must take as many steps as epochs says"
    expect(pace != "fixed", f"{rule}; yours takes the same number whatever epochs is.")
    rule = "fit_classifier must take one step an epoch, on all samples at once"
    expect(pace == "one", f"{rule}; yours takes another number of steps.")
    rule = "fit_classifier must go on from the weights with which net came"
    expect(got["kept"], f"{rule}; they were others before the first step.")
    rule = "Each step of fit_classifier must use the gradients of the loss"
    expect(got["slopes"] == ["some"], f"{rule}; they were gone or zero when a step was taken.")
    rule = "With lr twice as large the first step must be twice as long"
    expect(got["twice"] == 2.0, f"{rule}; yours is {got['twice']} times as long.")


def steps_of_fit(m, weights, x, y, lr, epochs):
    """The weights before each optimizer step of a fit, the gradients that it uses, and the weights at the end."""
    from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook

    net = net_with(weights)
    points, slopes = [], []

    def before(optimizer, args, kwargs):
        points.append([parameter.detach().clone() for parameter in net.parameters()])

    def after(optimizer, args, kwargs):
        slopes.append([None if p.grad is None else p.grad.detach().clone() for p in net.parameters()])

    handles = [register_optimizer_step_pre_hook(before), register_optimizer_step_post_hook(after)]
    m.fit_classifier(net, x, y, lr, epochs)
    for handle in handles:
        handle.remove()
    return [*points, [parameter.detach() for parameter in net.parameters()]], slopes


def frozen_in_fit(m, weights, x, y):
    """Weights and requires_grad of a net whose first layer is frozen, after two epochs, and a factor that is trained."""

    class Scaled(nn.Module):  # type: ignore[misc]  # nn is the worker's
        def __init__(self):
            super().__init__()
            self.net, self.scale = net_with(weights), nn.Parameter(torch.tensor(0.5))

        def forward(self, x):
            return self.net(x) * self.scale

    scaled = Scaled()
    scaled.net[0].requires_grad_(False)
    m.fit_classifier(scaled, x, y, 0.5, 2)
    parameters = list(scaled.net.parameters())
    return [p.detach() for p in parameters], [p.requires_grad for p in parameters], scaled.scale.item()


def losses_of_fit(m, weights, x, y, device, lr, epochs):
    """The losses of a fit at a rate (None: the default), and the weights, the samples and the labels after it."""
    net, there, labels = net_with(weights).to(device), x.to(device), y.to(device)
    losses = m.fit_classifier(net, there, labels, **({} if lr is None else {"lr": lr}), epochs=epochs)
    flags = [there.requires_grad or there.grad is not None, labels.requires_grad or labels.grad is not None]
    given = [there.detach().cpu(), labels.detach().cpu(), any(flags)]
    return losses, [parameter.detach().cpu() for parameter in net.parameters()], given


def logits_after_fit(m, weights, x, y, new_x):
    """What a net says about new samples after a fit with the default rate and epochs; that fit's losses; the weights."""
    net = net_with(weights)
    losses = m.fit_classifier(net, x, y)
    after = [parameter.detach() for parameter in net.parameters()]
    return net(new_x).detach(), [float(loss) for loss in losses] if isinstance(losses, list | tuple) else [], after


@check("fit_classifier", points=5)
def check_fit_steps_down_the_loss(submission: Submission, inputs: Inputs) -> None:
    """Each step of fit_classifier uses the gradients of the mean loss of all samples at that step, none older."""
    float32, float64 = torch.float32, torch.float64
    task = random_weights(inputs, 2, 3, 1), inputs.normal(150, 2), inputs.labels(150)
    conducts_itself(noted(submission.run(conduct_of_fit, *task, using=(net_with,)), *CONDUCT), 4)
    for n, sizes, lr, epochs, dtype in ((9, (3, 4, 1), 0.5, 3, float32), (4, (2, 3, 2, 1), 2.0, 1, float64)):
        weights = random_weights(inputs, *sizes, dtype=dtype)
        x, y = inputs.normal(n, sizes[0], dtype=dtype), inputs.labels(n).to(dtype)
        points, slopes = submission.run(steps_of_fit, weights, x, y, lr, epochs, using=(net_with,))
        expect(len(slopes) == epochs, f"fit_classifier must take {epochs} steps in {epochs} epochs; got {len(slopes)}.")
        names = WEIGHT_NAMES if len(weights) == 4 else ()
        close(points[0], weights, what="the net before the first step", parts=names)
        for step, (point, slope) in enumerate(zip(points[:-1], slopes, strict=True), start=1):
            expected = [value.to(dtype) for value in reference_loss(point, x, y)[1]]
            close(slope, expected, what=f"the gradients that step {step} of {epochs} uses", parts=names)
            moved = [weight - lr * value for weight, value in zip(point, slope, strict=True)]
            close(points[step], moved, what=f"the net after step {step} with lr={lr}", parts=names)
    after, trainable, factor = submission.run(frozen_in_fit, *task, using=(net_with,))
    close(after[:2], task[0][:2], what="a frozen first layer after a fit", tolerance=EXACT, parts=WEIGHT_NAMES[:2])
    rule = "fit_classifier must leave frozen parameters frozen and the others trainable"
    expect(trainable == [False, False, True, True], f"{rule}; their requires_grad is {trainable} after a fit.")
    expect(factor != 0.5, "fit_classifier must train every parameter; one of shape () never moved.")


@check("fit_classifier", points=4)
def check_fit_reports_losses(submission: Submission, inputs: Inputs, accelerators) -> None:
    """fit_classifier gives a list of Python floats: the loss before each step, on any device; x and y stay."""
    float32, float64 = torch.float32, torch.float64
    for device, dtype in (("cpu", float32), ("cpu", float64), *((name, float32) for name in accelerators)):
        machine = submission if device == "cpu" else submission.on(device)
        weights = random_weights(inputs, 2, 4, 1, dtype=dtype)
        x, y = inputs.normal(7, 2, dtype=dtype), inputs.labels(7).to(dtype)
        points = [weights]
        for epochs in (1, 2, 3):
            losses, end, given = machine.run(losses_of_fit, weights, x, y, device, 0.5, epochs, using=(net_with,))
            points.append(end)
        expected = [reference_loss(point, x, y)[0] for point in points[:-1]]
        rule = "fit_classifier must return one loss an epoch"
        expect(isinstance(losses, list | tuple), f"{rule}, a list of 3 floats here; got {told(losses)}.")
        expect(len(losses) == 3, f"{rule}, 3 here; got {len(losses)}.")
        parts = "losses[0]", "losses[1]", "losses[2]"
        close(losses, expected, what="the losses of three epochs", parts=parts)
        what = "what fit_classifier was given, after the fit"
        close(given, [x, y, False], what=what, tolerance=EXACT, parts=("x", "y", "whether x or y has a gradient"))


@check("fit_classifier", points=2)
def check_fit_uses_sgd(submission: Submission, inputs: Inputs) -> None:
    """fit_classifier leaves the steps to torch.optim.SGD."""
    args = random_weights(inputs, 2, 3, 1), inputs.normal(5, 2), inputs.labels(5)
    used = noted(submission.run(conduct_of_fit, *args, using=(net_with,)), *CONDUCT)["kinds"]
    rule = "fit_classifier must take its steps with torch.optim.SGD"
    expect(used == ["SGD"], f"{rule}; got {', '.join(used) or 'no optimizer'}.")


def ring(inputs: Inputs, n: int):
    """Samples inside a disc (class 0) and on a ring around it (class 1), with a gap between."""
    y = (inputs.permutation(n) % 2).float().reshape(n, 1)
    radius = torch.where(y == 1, inputs.uniform(1.0, 1.3, n, 1), 0.5 * inputs.uniform(0.0, 1.0, n, 1).sqrt())
    angle = inputs.uniform(0.0, 2 * math.pi, n, 1)
    return torch.cat([radius * angle.cos(), radius * angle.sin()], 1), y


def untrained_weights(inputs: Inputs, width: int):
    """Weights from which few hidden units reach the solution: their lines face all directions around the centre."""
    angle = inputs.uniform(0.0, 2 * math.pi, 1) + torch.arange(width) * (2 * math.pi / width)
    directions = torch.stack([angle.cos(), angle.sin()], 1)
    last = inputs.uniform(-0.1, 0.1, 1, width), inputs.normal(1, scale=0.1)
    return [directions, inputs.uniform(0.4, 0.6, width), *last]


def net_says(weights, points):
    """The probability of class 1 that a net with these weights gives to points (n, 2)."""
    w1, b1, w2, b2 = (weight.double() for weight in weights)
    return torch.sigmoid(torch.tanh(points @ w1.T + b1) @ w2.T + b2)


@check("fit_classifier", points=4, after=("fit_steps_down_the_loss",))
def check_fit_learns_a_ring(submission: Submission, inputs: Inputs) -> None:
    """fit_classifier with its default rate and epochs labels at least 95 % of new samples of a ring right."""
    # One width a run: what a step is has been shown above, and a fit of 500 epochs takes a second.
    width = (3, 32)[int(inputs.integers(0, 2, 1))]
    (x, y), (new_x, new_y) = ring(inputs, 200), ring(inputs, 400)
    weights = untrained_weights(inputs, width)
    _, end, _ = submission.run(losses_of_fit, weights, x, y, "cpu", None, 1, using=(net_with,))
    slopes = reference_loss(weights, x, y)[1]
    first = [(weight - slope).float() for weight, slope in zip(weights, slopes, strict=True)]
    close(end, first, what="the net after one epoch at the default rate, lr=1.0", parts=WEIGHT_NAMES)
    logits, losses, after = submission.run(logits_after_fit, weights, x, y, new_x, using=(net_with,))
    lines = {"yours": losses, "reference": reference_losses(weights, x, y, epochs=500)}
    plot(submission, f"loss of fit_classifier, {width} hidden units", lines, x_label="epoch", y_label="loss")
    title = f"what fit_classifier has learned, {width} hidden units"
    draw_plane(submission, title, new_x, new_y, lambda at: net_says(after, at))
    rule = "fit_classifier must run 500 epochs unless told otherwise"
    expect(len(losses) == 500, f"{rule}; got {len(losses)} losses.")
    right = float(((logits > 0).float() == new_y).float().mean())
    rule = f"A net with {width} hidden units must label 95 % of new samples right after the fit"
    expect(right >= 0.95, f"{rule}; got {right:.1%}.")
