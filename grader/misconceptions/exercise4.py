"""Wrong versions of exercise 4 that learners write: the name is the belief, the docstring the advice."""

import copy

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from grader.kit import misconception

ALPHA, SCALE = 1.6732632423543772, 1.0507009873554805


@misconception(replaces="relu", fails=("relu_has_values_and_slopes", "relu_keeps_dtype_and_device"))
def takes_the_absolute_value(x):
    """You gave negative entries the other sign; relu makes them zero."""
    return x.abs()


@misconception(replaces="relu", fails=("relu_has_values_and_slopes", "relu_keeps_dtype_and_device"))
def lets_negatives_leak(x):
    """You let a little of the negative entries through, as leaky relu does; relu makes them exactly zero."""
    return torch.where(x > 0, x, 0.01 * x)


@misconception(
    replaces="relu", fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero", "relu_keeps_dtype_and_device")
)
def writes_into_x(x):
    """You wrote the zeros into x itself. The caller still needs x: make a new tensor."""
    x[x < 0] = 0
    return x


@misconception(replaces="relu", fails=("relu_is_finite_at_zero",))
def takes_the_root_of_the_square(x):
    """A square root has an infinite slope at 0, and 0 * inf is nan. Cut off with clamp or torch.where instead."""
    return (x + (x * x).sqrt()) / 2


@misconception(replaces="relu", fails=("relu_keeps_dtype_and_device",))
def makes_zeros_on_the_cpu(x):
    """You made the zeros on the CPU, whatever device x is on. Use torch.zeros_like(x), or plain 0 in clamp."""
    return torch.maximum(x, torch.zeros(x.shape))


@misconception(replaces="relu", fails=("relu_is_by_hand",))
def calls_torch_relu(x):
    """You called torch's own relu; here you write it yourself from simpler operations, such as clamp."""
    return functional.relu(x)


@misconception(replaces="tanh", fails=("tanh_stays_finite",))
def divides_two_overflows(x):
    """e^x overflows beyond x = 88, and inf / inf is nan. Divide the fraction through by e^x first."""
    up, down = torch.exp(x), torch.exp(-x)
    return (up - down) / (up + down)


@misconception(replaces="tanh", fails=("tanh_stays_finite",))
def overflows_in_the_gradient(x):
    """Your values are finite, your gradient is 0 * inf = nan where e^2x overflows. Use a form in which nothing does."""
    return 1 - 2 / (torch.exp(2 * x) + 1)


@misconception(replaces="tanh", fails=("tanh_has_values_and_slopes",))
def is_flat_at_zero(x):
    """abs and sign have the slope 0 at x = 0, so your gradient is 0 there; the slope of tanh at 0 is 1."""
    decay = torch.exp(-2 * x.abs())
    return x.sign() * (1 - decay) / (1 + decay)


@misconception(replaces="tanh", fails=("tanh_has_values_and_slopes", "tanh_keeps_dtype_and_device"))
def forgets_to_double_x(x):
    """2 * sigmoid(x) - 1 is tanh(x / 2); put 2 * x into the sigmoid."""
    return 2 * torch.sigmoid(x) - 1


@misconception(
    replaces="tanh", fails=("tanh_has_values_and_slopes", "tanh_stays_finite", "tanh_keeps_dtype_and_device")
)
def goes_through_numpy(x):
    """You left torch for NumPy: the gradient ends there, and no GPU tensor gets there. Stay with torch operations."""
    return torch.from_numpy(np.asarray(1 - 2 / (np.exp(2 * np.clip(x.detach().numpy(), -40, 40)) + 1)))


@misconception(replaces="tanh", fails=("tanh_is_by_hand",))
def calls_torch_tanh(x):
    """You called torch's own tanh; here you write it yourself, for instance from torch.sigmoid."""
    return torch.tanh(x)


@misconception(replaces="selu", fails=("selu_stays_finite",))
def overflows_in_the_other_branch(x):
    """torch.where computes e^x at x = 1e4 too, and 0 * inf makes the gradient nan. Clamp x to at most 0 inside exp."""
    return SCALE * torch.where(x > 0, x, ALPHA * (torch.exp(x) - 1))


@misconception(
    replaces="selu", fails=("selu_has_values_and_slopes", "selu_stays_finite", "selu_keeps_dtype_and_device")
)
def forgets_the_scale(x):
    """You left out SELU_SCALE: both branches are multiplied by it."""
    return torch.where(x > 0, x, ALPHA * torch.expm1(x.clamp(max=0)))


@misconception(
    replaces="selu", fails=("selu_has_values_and_slopes", "selu_stays_finite", "selu_keeps_dtype_and_device")
)
def scales_one_branch_only(x):
    """You multiplied only the positive branch by SELU_SCALE; it belongs to both."""
    return torch.where(x > 0, SCALE * x, ALPHA * torch.expm1(x.clamp(max=0)))


@misconception(
    replaces="selu", fails=("selu_has_values_and_slopes", "selu_stays_finite", "selu_keeps_dtype_and_device")
)
def swaps_alpha_and_scale(x):
    """You swapped the constants: SELU_SCALE (1.0507) multiplies everything, SELU_ALPHA (1.6733) the negative branch."""
    return ALPHA * torch.where(x > 0, x, SCALE * torch.expm1(x.clamp(max=0)))


@misconception(replaces="selu", fails=("selu_is_by_hand",))
def calls_torch_selu(x):
    """You called torch's own selu; here you write its two branches yourself."""
    return functional.selu(x)


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def multiplies_in_reading_order(w1, b1, w2, b2):
    """nn.Linear stores weights as (out, in): layer 2 after layer 1 is w2 @ w1, not w1 @ w2."""
    return w1 @ w2, w2 @ b1 + b2


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def drops_the_first_bias(w1, b1, w2, b2):
    """You left out the first bias: it passes through layer 2, so the bias of the one layer is w2 @ b1 + b2."""
    return w2 @ w1, b2.clone()


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def stores_the_weight_transposed(w1, b1, w2, b2):
    """You returned the weight as (in, out); nn.Linear stores it as (out, in)."""
    return w1.T @ w2.T, w2 @ b1 + b2


@misconception(replaces="collapse_linear", fails=("collapse_takes_layers_of_any_kind",))
def takes_plain_arrays_only(w1, b1, w2, b2):
    """.numpy() fails on the parameters of a layer and on GPU tensors. torch multiplies matrices itself: w2 @ w1."""
    w1, b1, w2, b2 = (value.numpy() for value in (w1, b1, w2, b2))
    return torch.from_numpy(w2 @ w1), torch.from_numpy(w2 @ b1 + b2)


@misconception(replaces="make_sequential", fails=("sequential_has_three_layers", "sequential_computes_outputs"))
def stacks_linear_layers_only(num_input, num_hidden, num_output):
    """Two linear layers in a row are one linear layer: put nn.Tanh() between them."""
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Linear(num_hidden, num_output))


@misconception(replaces="make_sequential", fails=("sequential_has_three_layers", "sequential_computes_outputs"))
def squashes_the_output_too(num_input, num_hidden, num_output):
    """You put an activation behind the last layer; the outputs are plain numbers, not squeezed into (-1, 1)."""
    last = nn.Linear(num_hidden, num_output)
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh(), last, nn.Tanh())


@misconception(replaces="make_sequential", fails=("sequential_has_three_layers", "sequential_computes_outputs"))
def does_without_biases(num_input, num_hidden, num_output):
    """You switched the biases off: every hidden line then goes through the origin. Leave bias at its default."""
    first = nn.Linear(num_input, num_hidden, bias=False)
    return nn.Sequential(first, nn.Tanh(), nn.Linear(num_hidden, num_output, bias=False))


@misconception(replaces="make_sequential", fails=("sequential_is_new_each_time",))
def starts_from_zero_weights(num_input, num_hidden, num_output):
    """You set all weights to zero: hidden units that start alike get equal gradients and stay alike."""
    net = nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh(), nn.Linear(num_hidden, num_output))
    for parameter in net.parameters():
        nn.init.zeros_(parameter)
    return net


@misconception(replaces="make_sequential", fails=("sequential_is_new_each_time",))
def hands_out_one_net(num_input, num_hidden, num_output, built={}):  # noqa: B006 the mutable default is the mistake
    """You keep one net and return it again; every call has to build new layers."""
    sizes = (num_input, num_hidden, num_output)
    if sizes not in built:
        built[sizes] = nn.Sequential(nn.Linear(*sizes[:2]), nn.Tanh(), nn.Linear(*sizes[1:]))
    return built[sizes]


class RightLayers(nn.Module):
    """A ModuleNet whose layers are right; the classes below change what it does with them."""

    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)


@misconception(replaces="ModuleNet", fails=("module_computes_outputs",))
class ForgetsTheActivation(RightLayers):
    """Your forward leaves layer2 out, which makes the net linear: layer1, then layer2, then layer3."""

    def forward(self, x):
        return self.layer3(self.layer1(x))


@misconception(replaces="ModuleNet", fails=("module_computes_outputs",))
class ActivatesAtTheEnd(RightLayers):
    """You put the Tanh behind layer3; it belongs between layer1 and layer3."""

    def forward(self, x):
        return self.layer2(self.layer3(self.layer1(x)))


@misconception(replaces="ModuleNet", fails=("module_computes_outputs",))
class CutsTheGraph(RightLayers):
    """You detached the hidden layer (.data, detach or no_grad), so layer1 gets no gradient and never learns."""

    def forward(self, x):
        return self.layer3(self.layer2(self.layer1(x)).detach())


@misconception(replaces="ModuleNet", fails=("module_computes_outputs",))
class ForcesFloat32(RightLayers):
    """You turned x into float32 in forward; keep x as it is, so that a float64 net works as well."""

    def forward(self, x):
        return self.layer3(self.layer2(self.layer1(x.float())))


@misconception(
    replaces="ModuleNet", fails=("module_has_three_layers", "module_computes_outputs", "module_is_new_each_time")
)
class HidesLayersInAList(nn.Module):
    """A plain list hides layers from PyTorch: parameters() is empty. Store each as an attribute: self.layer1 = ..."""

    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layers = [nn.Linear(num_input, num_hidden), nn.Tanh(), nn.Linear(num_hidden, num_output)]

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


@misconception(
    replaces="ModuleNet", fails=("module_has_three_layers", "module_computes_outputs", "module_is_new_each_time")
)
class SkipsSuperInit(nn.Module):
    """nn.Module has to be set up before it can hold layers: call super().__init__() first."""

    def __init__(self, num_input, num_hidden, num_output):
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)


@misconception(
    replaces="count_parameters", fails=("count_adds_up_scalars", "count_skips_frozen", "count_takes_tied_once")
)
def counts_tensors(net):
    """You counted the weight and bias tensors; each holds numel() numbers, and those are asked for."""
    return len([parameter for parameter in net.parameters() if parameter.requires_grad])


@misconception(
    replaces="count_parameters", fails=("count_adds_up_scalars", "count_skips_frozen", "count_takes_tied_once")
)
def leaves_out_biases(net):
    """You counted weights only; biases are trained as well."""
    return sum(p.numel() for p in net.parameters() if p.requires_grad and p.dim() > 1)


@misconception(replaces="count_parameters", fails=("count_skips_frozen",))
def counts_frozen_ones(net):
    """You counted frozen parameters too; only those with requires_grad are trained."""
    return sum(parameter.numel() for parameter in net.parameters())


@misconception(replaces="count_parameters", fails=("count_skips_frozen", "count_takes_tied_once"))
def counts_the_state_dict(net):
    """A state_dict lists buffers and frozen weights too, and shared ones under each name. Use parameters()."""
    return sum(value.numel() for value in net.state_dict().values())


@misconception(replaces="count_parameters", fails=("count_takes_tied_once",))
def counts_tied_weights_twice(net):
    """You went layer by layer and met a shared weight twice; net.parameters() gives each Parameter once."""
    own = [parameter for layer in net.modules() for parameter in layer.parameters(recurse=False)]
    return sum(parameter.numel() for parameter in own if parameter.requires_grad)


def layer_pairs(sequential, module):
    """The layers with weights, of the Sequential and of the module."""
    return (sequential[0], module.layer1), (sequential[2], module.layer3)


@misconception(replaces="copy_sequential", fails=("copy_keeps_parameter_objects", "copy_shares_no_memory"))
def hands_over_the_layers(sequential, module):
    """You put the Sequential's own layers into the module, so both train the same weights. Copy the values instead."""
    module.layer1, module.layer2, module.layer3 = sequential


@misconception(replaces="copy_sequential", fails=("copy_keeps_parameter_objects",))
def makes_new_parameters(sequential, module):
    """You gave the module new Parameters: an optimizer still holds the old ones. Write into them with copy_."""
    for source, target in layer_pairs(sequential, module):
        target.weight = nn.Parameter(source.weight.detach().clone())
        target.bias = nn.Parameter(source.bias.detach().clone())


@misconception(replaces="copy_sequential", fails=("copy_shares_no_memory",))
def shares_the_data(sequential, module):
    """.data = other.data copies nothing: both nets use one memory. Add .clone(), or use copy_ under no_grad."""
    for source, target in layer_pairs(sequential, module):
        target.weight.data, target.bias.data = source.weight.data, source.bias.data


@misconception(replaces="copy_sequential", fails=("copy_gives_same_weights",))
def copies_weights_without_biases(sequential, module):
    """You copied the weights and left the biases as they were; copy both."""
    for source, target in layer_pairs(sequential, module):
        target.weight.data.copy_(source.weight.data)


@misconception(replaces="copy_sequential", fails=("copy_gives_same_weights",))
def copies_the_wrong_way(sequential, module):
    """You copied from the module into the Sequential; it is the other way round."""
    for source, target in layer_pairs(sequential, module):
        source.load_state_dict(target.state_dict())


@misconception(replaces="copy_sequential", fails=("copy_gives_same_weights",))
def ignores_the_names(sequential, module):
    """The names differ ("0.weight", "layer1.weight"), and strict=False skips them all: nothing was copied."""
    module.load_state_dict(sequential.state_dict(), strict=False)


def fit_with(net, x, y, lr, epochs, criterion=None, optimizer=None, clear=True, after_step=False):
    """A right fit, unless told otherwise."""
    criterion = criterion or functional.binary_cross_entropy_with_logits
    optimizer = optimizer or torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        if clear:
            optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(criterion(net(x), y).item() if after_step else loss.item())
    return losses


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_learns_a_ring"))
def forgets_to_clear_gradients(net, x, y, lr=1.0, epochs=500):
    """backward() adds to .grad, so old gradients pile up: call optimizer.zero_grad() in each epoch."""
    return fit_with(net, x, y, lr, epochs, clear=False)


@misconception(replaces="fit_classifier", fails=("fit_reports_losses",))
def reports_the_loss_after_the_step(net, x, y, lr=1.0, epochs=500):
    """You noted the loss after each step; note the one before it, which you have just computed anyway."""
    return fit_with(net, x, y, lr, epochs, after_step=True)


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_learns_a_ring"))
def takes_the_sigmoid_first(net, x, y, lr=1.0, epochs=500):
    """BCEWithLogitsLoss contains the sigmoid: give it the net's outputs as they are."""

    def criterion(logits, labels):
        return functional.binary_cross_entropy_with_logits(torch.sigmoid(logits), labels)

    return fit_with(net, x, y, lr, epochs, criterion=criterion)


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_learns_a_ring"))
def measures_squared_errors(net, x, y, lr=1.0, epochs=500):
    """You trained on squared errors; a classifier's loss here is BCE-with-logits."""
    return fit_with(net, x, y, lr, epochs, criterion=functional.mse_loss)


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_learns_a_ring"))
def sums_over_the_samples(net, x, y, lr=1.0, epochs=500):
    """You summed the loss over the samples; the loss is a mean, or the step grows with the number of samples."""

    def criterion(logits, labels):
        return functional.binary_cross_entropy_with_logits(logits, labels, reduction="sum")

    return fit_with(net, x, y, lr, epochs, criterion=criterion)


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_uses_sgd", "fit_learns_a_ring"))
def steps_with_adam(net, x, y, lr=1.0, epochs=500):
    """You used Adam; this exercise asks for torch.optim.SGD, for which the default rate of 1.0 is meant."""
    return fit_with(net, x, y, lr, epochs, optimizer=torch.optim.Adam(net.parameters(), lr=lr))


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_learns_a_ring"))
def trains_a_copy(net, x, y, lr=1.0, epochs=500):
    """You trained a copy; the net that you were given is to be trained in place."""
    return fit_with(copy.deepcopy(net), x, y, lr, epochs)


@misconception(replaces="fit_classifier", fails=("fit_reports_losses",))
def keeps_losses_as_tensors(net, x, y, lr=1.0, epochs=500):
    """You returned tensors; .item() makes a loss a Python float and lets go of its graph."""
    return [torch.tensor(loss) for loss in fit_with(net, x, y, lr, epochs)]


@misconception(replaces="fit_classifier", fails=("fit_learns_a_ring",))
def trusts_a_small_rate(net, x, y, lr=0.01, epochs=500):
    """Your default rate is 0.01: 500 steps of that size go nowhere. The default is lr=1.0."""
    return fit_with(net, x, y, lr, epochs)
