"""Wrong versions of exercise 4 that learners write: the name is the belief, the docstring the advice."""

import copy

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from grader.kit import misconception

ALPHA, SCALE = 1.6732632423543772, 1.0507009873554805


@misconception(
    replaces="relu",
    fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero", "relu_keeps_dtype_and_device", "relu_is_by_hand"),
)
def takes_the_absolute_value(x):
    """You gave negative entries the other sign; relu makes them zero."""
    return x.abs()


@misconception(
    replaces="relu",
    fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero", "relu_keeps_dtype_and_device", "relu_is_by_hand"),
)
def lets_negatives_leak(x):
    """You let a little of the negative entries through, as leaky relu does; relu makes them exactly zero."""
    return torch.where(x > 0, x, 0.01 * x)


@misconception(
    replaces="relu", fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero", "relu_keeps_dtype_and_device")
)
def writes_into_x(x):
    """You wrote the zeros into x itself, by index, through .data or in place. The caller still needs x: make a new tensor."""
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


@misconception(
    replaces="relu",
    fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero", "relu_keeps_dtype_and_device", "relu_is_by_hand"),
)
def asks_pythons_max(x):
    """Python's max compares two whole tensors and needs one answer, yes or no. torch.maximum compares entry by entry."""
    return max(0 * x, x)


@misconception(replaces="relu", fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero"))
def caps_at_six(x):
    """You cut off large numbers as well (relu6 does, at 6); relu leaves everything above 0 as it is."""
    return x.clamp(0, 6)


@misconception(
    replaces="relu",
    fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero", "relu_keeps_dtype_and_device", "relu_is_by_hand"),
)
def keeps_the_negatives(x):
    """You kept the negative entries and made the others zero; it is the other way round."""
    return x.clamp(max=0)


@misconception(
    replaces="relu",
    fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero", "relu_keeps_dtype_and_device", "relu_is_by_hand"),
)
def takes_softplus(x):
    """log(1 + e^x) is softplus, a smooth relative; relu is exactly 0 below 0 and exactly x above."""
    return functional.softplus(x)


@misconception(
    replaces="relu",
    fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero", "relu_keeps_dtype_and_device", "relu_is_by_hand"),
)
def returns_the_slope(x):
    """You returned 1 where x > 0: that is relu's slope. Multiply it by x."""
    return (x > 0).to(x.dtype)


@misconception(replaces="relu", fails=("relu_has_values_and_slopes", "relu_is_finite_at_zero"))
def cuts_relu_off(x):
    """Your values are right, but no gradient gets back to x: no_grad, detach, NumPy or a tensor of plain numbers cut it off."""
    return x.detach().clamp(min=0)


@misconception(replaces="relu", fails=("relu_keeps_dtype_and_device",))
def turns_into_float32(x):
    """You turned x into float32; a float64 tensor has to come back as float64."""
    return x.float().clamp(min=0)


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
    """abs and sign, and clamp at its bound, have the slope 0 at x = 0, so your gradient is 0 there; that of tanh is 1."""
    decay = torch.exp(-2 * x.abs())
    return x.sign() * (1 - decay) / (1 + decay)


@misconception(
    replaces="tanh",
    fails=("tanh_has_values_and_slopes", "tanh_stays_finite", "tanh_keeps_dtype_and_device", "tanh_is_by_hand"),
)
def forgets_to_double_x(x):
    """Your curve is tanh(x / 2): it is 2 * sigmoid(2x) - 1, or (e^2x - 1) / (e^2x + 1), with 2x in the exponent."""
    return 2 * torch.sigmoid(x) - 1


@misconception(
    replaces="tanh", fails=("tanh_has_values_and_slopes", "tanh_stays_finite", "tanh_keeps_dtype_and_device")
)
def goes_through_numpy(x):
    """You left torch for NumPy: the gradient ends there, and no GPU tensor gets there. Stay with torch operations."""
    return torch.from_numpy(np.asarray(1 - 2 / (np.exp(2 * np.clip(x.detach().numpy(), -40, 40)) + 1)))


@misconception(
    replaces="tanh",
    fails=("tanh_has_values_and_slopes", "tanh_stays_finite", "tanh_keeps_dtype_and_device", "tanh_is_by_hand"),
)
def calls_tanh_of_numpy(x):
    """You left torch for NumPy's tanh: the gradient ends there, and no GPU tensor gets there. Write it with torch.exp."""
    return torch.from_numpy(np.asarray(np.tanh(x.detach().numpy())))


@misconception(
    replaces="tanh",
    fails=("tanh_has_values_and_slopes", "tanh_stays_finite", "tanh_keeps_dtype_and_device", "tanh_is_by_hand"),
)
def forgets_the_two_in_front(x):
    """sigmoid(2x) - 1 lies between -1 and 0: put the 2 in front as well, 2 * sigmoid(2x) - 1."""
    return torch.sigmoid(2 * x) - 1


@misconception(
    replaces="tanh",
    fails=("tanh_has_values_and_slopes", "tanh_stays_finite", "tanh_keeps_dtype_and_device", "tanh_is_by_hand"),
)
def turns_the_sign_round(x):
    """Your tanh falls where it should rise: the sign of x, or of the exponents, is turned round."""
    return 2 * torch.sigmoid(-2 * x) - 1


@misconception(
    replaces="tanh",
    fails=("tanh_has_values_and_slopes", "tanh_stays_finite", "tanh_keeps_dtype_and_device", "tanh_is_by_hand"),
)
def takes_the_plain_sigmoid(x):
    """This is the sigmoid, between 0 and 1; tanh is 2 * sigmoid(2x) - 1, between -1 and 1."""
    return torch.sigmoid(x)


@misconception(
    replaces="tanh",
    fails=("tanh_has_values_and_slopes", "tanh_stays_finite", "tanh_keeps_dtype_and_device", "tanh_is_by_hand"),
)
def divides_by_two(x):
    """(e^x - e^-x) / 2 is sinh, which grows without bounds; for tanh divide by e^x + e^-x."""
    return (torch.exp(x) - torch.exp(-x)) / 2


@misconception(
    replaces="tanh", fails=("tanh_has_values_and_slopes", "tanh_stays_finite", "tanh_keeps_dtype_and_device")
)
def cuts_x_off_too_early(x):
    """You cut x off where tanh is not flat yet, so its values and slopes are wrong beyond. Cut at 20, or not at all."""
    return 2 * torch.sigmoid(2 * x.clamp(-3, 3)) - 1


@misconception(replaces="tanh", fails=("tanh_is_by_hand",))
def calls_torch_tanh(x):
    """You called torch's own tanh; here you write it yourself, for instance from torch.sigmoid."""
    return torch.tanh(x)


@misconception(replaces="selu", fails=("selu_stays_finite", "selu_has_a_slope_at_zero"))
def overflows_in_the_other_branch(x):
    """e^x is computed at x = 1e4 too, though not used, and 0 * inf makes the gradient nan. Let exp see 0 where x > 0."""
    return SCALE * torch.where(x > 0, x, ALPHA * (torch.exp(x) - 1))


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
        "selu_is_by_hand",
    ),
)
def forgets_the_scale(x):
    """You left out SELU_SCALE: both branches are multiplied by it."""
    return torch.where(x > 0, x, ALPHA * torch.expm1(x.clamp(max=0)))


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
        "selu_is_by_hand",
    ),
)
def scales_one_branch_only(x):
    """You multiplied only the positive branch by SELU_SCALE; it belongs to both."""
    return torch.where(x > 0, SCALE * x, ALPHA * torch.expm1(x.clamp(max=0)))


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
        "selu_is_by_hand",
    ),
)
def swaps_alpha_and_scale(x):
    """You swapped the constants: SELU_SCALE (1.0507) multiplies everything, SELU_ALPHA (1.6733) the negative branch."""
    return ALPHA * torch.where(x > 0, x, SCALE * torch.expm1(x.clamp(max=0)))


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
        "selu_is_by_hand",
    ),
)
def leaves_out_both_constants(x):
    """This is elu: selu multiplies the negative branch by SELU_ALPHA and everything by SELU_SCALE."""
    return torch.where(x > 0, x, torch.expm1(x.clamp(max=0)))


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
        "selu_is_by_hand",
    ),
)
def multiplies_alpha_everywhere(x):
    """You multiplied both branches by SELU_ALPHA; it belongs to the negative branch alone."""
    return SCALE * ALPHA * torch.where(x > 0, x, torch.expm1(x.clamp(max=0)))


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
        "selu_is_by_hand",
    ),
)
def forgets_the_minus_one(x):
    """You left out the - 1: the negative branch is SELU_ALPHA * (e^x - 1), which is 0 at 0."""
    return SCALE * torch.where(x > 0, x, ALPHA * torch.exp(x.clamp(max=0)))


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
        "selu_is_by_hand",
    ),
)
def subtracts_after_alpha(x):
    """You multiplied e^x alone by SELU_ALPHA and took 1 off afterwards: set brackets, SELU_ALPHA * (e^x - 1)."""
    return SCALE * torch.where(x > 0, x, ALPHA * torch.exp(x.clamp(max=0)) - 1)


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
        "selu_is_by_hand",
    ),
)
def rounds_the_constants(x):
    """You rounded the constants to two decimals; use SELU_ALPHA and SELU_SCALE as they are given."""
    return 1.05 * torch.where(x > 0, x, 1.67 * torch.expm1(x.clamp(max=0)))


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
        "selu_is_by_hand",
    ),
)
def swaps_the_branches(x):
    """Your branches are the wrong way round: x itself belongs where x > 0, e^x - 1 where it is not."""
    return SCALE * torch.where(x < 0, x, ALPHA * torch.expm1(x.clamp(max=0)))


@misconception(
    replaces="selu",
    fails=(
        "selu_has_values_and_slopes",
        "selu_stays_finite",
        "selu_has_a_slope_at_zero",
        "selu_keeps_dtype_and_device",
    ),
)
def fills_x_itself(x):
    """You wrote the new values into x itself. The caller still needs x: build a new tensor, with torch.where."""
    below = x <= 0
    x[below] = ALPHA * (torch.exp(x[below]) - 1)
    return SCALE * x


@misconception(replaces="selu", fails=("selu_has_a_slope_at_zero",))
def halves_a_tie(x):
    """torch.minimum and torch.maximum halve the slope at a tie, x = 0. Use torch.where(x > 0, 0, x) inside e^x."""
    return SCALE * torch.where(x > 0, x, ALPHA * torch.expm1(torch.minimum(x, torch.zeros_like(x))))


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


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def adds_the_first_bias_untouched(w1, b1, w2, b2):
    """You added b1 as it is; it passes through layer 2 as well: the bias of the one layer is w2 @ b1 + b2."""
    return w2 @ w1, b1 + b2


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def multiplies_entry_by_entry(w1, b1, w2, b2):
    """* multiplies entry by entry; two layers in a row need the matrix product: w2 @ w1."""
    return w2 * w1, w2 @ b1 + b2


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def multiplies_all_entry_by_entry(w1, b1, w2, b2):
    """* multiplies entry by entry; weights and bias need the matrix product: w2 @ w1 and w2 @ b1."""
    return w2 * w1, w2 * b1 + b2


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def multiplies_the_bias_from_the_left(w1, b1, w2, b2):
    """b1 stands on the wrong side: layer 2 takes b1 to w2 @ b1 (which is b1 @ w2.T)."""
    return w2 @ w1, b1 @ w2 + b2


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def returns_the_weight_alone(w1, b1, w2, b2):
    """You returned the weight alone; return both, weight first: return w, b."""
    return w2 @ w1


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def returns_the_bias_first(w1, b1, w2, b2):
    """You returned the bias first; the weight comes first: return w, b."""
    return w2 @ b1 + b2, w2 @ w1


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def leaves_the_bias_a_column(w1, b1, w2, b2):
    """Your bias is a column, (out, 1); nn.Linear's is (out,): w2 @ b1 needs no unsqueeze."""
    return w2 @ w1, w2 @ b1[:, None] + b2[:, None]


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def returns_a_layer(w1, b1, w2, b2):
    """You returned a layer; its weight and bias, two tensors, are asked for."""
    return nn.Linear(w1.shape[1], w2.shape[0])


@misconception(replaces="collapse_linear", fails=("collapse_takes_layers_of_any_kind",))
def takes_plain_arrays_only(w1, b1, w2, b2):
    """.numpy() fails on the parameters of a layer and on GPU tensors. torch multiplies matrices itself: w2 @ w1."""
    w1, b1, w2, b2 = (value.numpy() for value in (w1, b1, w2, b2))
    return torch.from_numpy(w2 @ w1), torch.from_numpy(w2 @ b1 + b2)


@misconception(replaces="collapse_linear", fails=("one_layer_equals_two", "collapse_takes_layers_of_any_kind"))
def adds_up_the_first_bias(w1, b1, w2, b2):
    """You summed w2 * b1 over all entries, so each output got the same number: w2 @ b1 sums row by row."""
    return w2 @ w1, (w2 * b1).sum() + b2


@misconception(replaces="make_sequential", fails=("sequential_has_three_layers", "sequential_computes_outputs"))
def stacks_linear_layers_only(num_input, num_hidden, num_output):
    """Two linear layers in a row are one linear layer: put nn.Tanh() between them."""
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Linear(num_hidden, num_output))


@misconception(replaces="make_sequential", fails=("sequential_has_three_layers", "sequential_computes_outputs"))
def squashes_the_output_too(num_input, num_hidden, num_output):
    """You put an activation behind the last layer; the outputs are plain numbers, not squeezed into (-1, 1)."""
    last = nn.Linear(num_hidden, num_output)
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh(), last, nn.Tanh())


@misconception(
    replaces="make_sequential",
    fails=("sequential_has_three_layers", "sequential_computes_outputs", "sequential_is_new_each_time"),
)
def does_without_biases(num_input, num_hidden, num_output):
    """You switched the biases off: every hidden line then goes through the origin. Leave bias at its default."""
    first = nn.Linear(num_input, num_hidden, bias=False)
    return nn.Sequential(first, nn.Tanh(), nn.Linear(num_hidden, num_output, bias=False))


@misconception(
    replaces="make_sequential",
    fails=("sequential_has_three_layers", "sequential_computes_outputs", "sequential_is_new_each_time"),
)
def fixes_the_sizes(num_input, num_hidden, num_output):
    """Your sizes are written in as numbers; use the arguments num_input, num_hidden and num_output."""
    return nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))


@misconception(
    replaces="make_sequential",
    fails=("sequential_has_three_layers", "sequential_computes_outputs", "sequential_is_new_each_time"),
)
def fixes_other_sizes(num_input, num_hidden, num_output):
    """Your sizes are written in as numbers; use the arguments num_input, num_hidden and num_output."""
    return nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))


@misconception(replaces="make_sequential", fails=("sequential_has_three_layers", "sequential_computes_outputs"))
def takes_relu_for_tanh(num_input, num_hidden, num_output):
    """You put a ReLU between the layers; this network has nn.Tanh() there."""
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.ReLU(), nn.Linear(num_hidden, num_output))


@misconception(replaces="make_sequential", fails=("sequential_has_three_layers", "sequential_computes_outputs"))
def takes_sigmoid_for_tanh(num_input, num_hidden, num_output):
    """You put a sigmoid between the layers; this network has nn.Tanh() there."""
    return nn.Sequential(
        *(nn.Linear(num_input, num_hidden), nn.Sigmoid(), nn.Linear(num_hidden, num_output)),
    )


@misconception(
    replaces="make_sequential",
    fails=("sequential_has_three_layers", "sequential_computes_outputs", "sequential_is_new_each_time"),
)
def returns_a_plain_list(num_input, num_hidden, num_output):
    """A list of layers is no network yet: nn.Sequential(...) takes the layers and makes one of them."""
    return [nn.Linear(num_input, num_hidden), nn.Tanh(), nn.Linear(num_hidden, num_output)]


@misconception(
    replaces="make_sequential",
    fails=("sequential_has_three_layers", "sequential_computes_outputs", "sequential_is_new_each_time"),
)
def gives_out_before_in(num_input, num_hidden, num_output):
    """nn.Linear takes the incoming size first: nn.Linear(num_input, num_hidden)."""
    return nn.Sequential(nn.Linear(num_hidden, num_input), nn.Tanh(), nn.Linear(num_output, num_hidden))


@misconception(
    replaces="make_sequential",
    fails=("sequential_has_three_layers", "sequential_computes_outputs", "sequential_is_new_each_time"),
)
def adds_a_hidden_layer(num_input, num_hidden, num_output):
    """You have a linear layer too many: two are asked for, one into the hidden units and one out of them."""
    middle = nn.Linear(num_hidden, num_hidden), nn.Tanh()
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh(), *middle, nn.Linear(num_hidden, num_output))


@misconception(
    replaces="make_sequential",
    fails=("sequential_has_three_layers", "sequential_computes_outputs", "sequential_is_new_each_time"),
)
def puts_no_layer_between(num_input, num_hidden, num_output):
    """nn.Sequential takes layers, and torch.tanh is a function: nn.Tanh(), with brackets, is the layer."""
    return nn.Sequential(nn.Linear(num_input, num_hidden), torch.tanh, nn.Linear(num_hidden, num_output))


@misconception(
    replaces="make_sequential",
    fails=("sequential_has_three_layers", "sequential_computes_outputs", "sequential_is_new_each_time"),
)
def hands_in_the_class(num_input, num_hidden, num_output):
    """nn.Tanh is a class; nn.Tanh() makes a layer of it: add the brackets."""
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh, nn.Linear(num_hidden, num_output))


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
class ActivatesWithRelu(nn.Module):
    """You put a ReLU between the layers; layer2 is nn.Tanh()."""

    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layer1, self.layer2 = nn.Linear(num_input, num_hidden), nn.ReLU()
        self.layer3 = nn.Linear(num_hidden, num_output)

    def forward(self, x):
        return self.layer3(self.layer2(self.layer1(x)))


@misconception(replaces="ModuleNet", fails=("module_computes_outputs",))
class ActivatesTheInputToo(RightLayers):
    """You send x through the Tanh before layer1 as well; it belongs between layer1 and layer3 alone."""

    def forward(self, x):
        return self.layer3(self.layer2(self.layer1(self.layer2(x))))


@misconception(replaces="ModuleNet", fails=("module_computes_outputs",))
class ForgetsToReturn(RightLayers):
    """Your forward ends without return, so it gives None: return what the last layer gives."""

    def forward(self, x):
        self.layer3(self.layer2(self.layer1(x)))


@misconception(
    replaces="ModuleNet", fails=("module_has_three_layers", "module_computes_outputs", "module_is_new_each_time")
)
class NamesLayersItsOwnWay(nn.Module):
    """Your network is right, your names are not: the attributes are called layer1, layer2 (the Tanh) and layer3."""

    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.fc1, self.tanh = nn.Linear(num_input, num_hidden), nn.Tanh()
        self.fc2 = nn.Linear(num_hidden, num_output)

    def forward(self, x):
        return self.fc2(self.tanh(self.fc1(x)))


@misconception(
    replaces="ModuleNet", fails=("module_has_three_layers", "module_computes_outputs", "module_is_new_each_time")
)
class KeepsNoActivation(nn.Module):
    """layer2 is missing: store nn.Tanh() as self.layer2 and call it in forward, instead of torch.tanh."""

    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layer1, self.layer3 = nn.Linear(num_input, num_hidden), nn.Linear(num_hidden, num_output)

    def forward(self, x):
        return self.layer3(torch.tanh(self.layer1(x)))


@misconception(
    replaces="ModuleNet", fails=("module_has_three_layers", "module_computes_outputs", "module_is_new_each_time")
)
class HidesLayersInASequential(nn.Module):
    """Your layers sit in a Sequential inside; store each as an attribute of its own: self.layer1, layer2, layer3."""

    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh(), nn.Linear(num_hidden, num_output))

    def forward(self, x):
        return self.net(x)


@misconception(replaces="ModuleNet", fails=("module_is_new_each_time",))
class SharesLayersOfTheClass(nn.Module):
    """Your layers belong to the class, so all its nets share them: build new ones in __init__."""

    built = {}

    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        sizes = (num_input, num_hidden, num_output)
        if sizes not in self.built:
            self.built[sizes] = nn.Linear(num_input, num_hidden), nn.Linear(num_hidden, num_output)
        self.layer1, self.layer3 = self.built[sizes]
        self.layer2 = nn.Tanh()

    def forward(self, x):
        return self.layer3(self.layer2(self.layer1(x)))


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


@misconception(
    replaces="count_parameters", fails=("count_adds_up_scalars", "count_skips_frozen", "count_takes_tied_once")
)
def adds_up_the_sizes(net):
    """You added the sizes of each shape; a tensor of shape (h, d) holds h * d numbers: numel()."""
    return sum(sum(p.shape) for p in net.parameters() if p.requires_grad)


@misconception(
    replaces="count_parameters", fails=("count_adds_up_scalars", "count_skips_frozen", "count_takes_tied_once")
)
def returns_a_tensor(net):
    """You returned a tensor; a Python int is asked for: numel() gives one, and so does .item()."""
    return torch.tensor(sum(p.numel() for p in net.parameters() if p.requires_grad))


@misconception(
    replaces="count_parameters", fails=("count_adds_up_scalars", "count_skips_frozen", "count_takes_tied_once")
)
def counts_linear_layers_only(net):
    """You looked at nn.Linear layers alone; other layers have weights too. net.parameters() gives them all."""
    layers = [layer for layer in net.modules() if isinstance(layer, nn.Linear)]
    return sum(sum(p.numel() for p in layer.parameters()) for layer in layers)


@misconception(
    replaces="count_parameters", fails=("count_adds_up_scalars", "count_skips_frozen", "count_takes_tied_once")
)
def counts_linear_layers_by_their_sizes(net):
    """You looked at nn.Linear layers alone, each with a bias; net.parameters() gives what there is in any layer."""
    layers = [layer for layer in net.modules() if isinstance(layer, nn.Linear)]
    return sum((layer.in_features + 1) * layer.out_features for layer in layers)


@misconception(
    replaces="count_parameters", fails=("count_adds_up_scalars", "count_skips_frozen", "count_takes_tied_once")
)
def counts_those_with_a_gradient(net):
    """.grad is None until the first backward, so a fresh net counted 0: what is trainable has requires_grad."""
    return sum(p.numel() for p in net.parameters() if p.grad is not None)


@misconception(
    replaces="count_parameters", fails=("count_adds_up_scalars", "count_skips_frozen", "count_takes_tied_once")
)
def counts_weights_without_biases(net):
    """You counted the weights and left the biases out; they are trained as well."""
    counted = {id(p): p for name, p in net.named_parameters() if "weight" in name and p.requires_grad}
    return sum(p.numel() for p in counted.values())


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


@misconception(
    replaces="copy_sequential",
    fails=("copy_gives_same_weights", "copy_keeps_parameter_objects", "copy_shares_no_memory"),
)
def copies_weights_without_biases(sequential, module):
    """You copied the weights and left the biases as they were; copy both."""
    for source, target in layer_pairs(sequential, module):
        target.weight.data.copy_(source.weight.data)


@misconception(
    replaces="copy_sequential",
    fails=("copy_gives_same_weights", "copy_keeps_parameter_objects", "copy_shares_no_memory"),
)
def copies_the_wrong_way(sequential, module):
    """You copied from the module into the Sequential; it is the other way round."""
    for source, target in layer_pairs(sequential, module):
        source.load_state_dict(target.state_dict())


@misconception(
    replaces="copy_sequential",
    fails=("copy_gives_same_weights", "copy_keeps_parameter_objects", "copy_shares_no_memory"),
)
def copies_nothing(sequential, module):
    """Nothing was copied: load_state_dict(strict=False) skips names that differ, and `module = ...` only renames."""
    module.load_state_dict(sequential.state_dict(), strict=False)


@misconception(
    replaces="copy_sequential",
    fails=("copy_gives_same_weights", "copy_keeps_parameter_objects", "copy_shares_no_memory"),
)
def returns_another_net(sequential, module):
    """You returned a net of your own; the one that the caller passed as `module` is to get the weights, in place."""
    return copy.deepcopy(sequential)


@misconception(
    replaces="copy_sequential",
    fails=("copy_gives_same_weights", "copy_keeps_parameter_objects", "copy_shares_no_memory"),
)
def copies_the_first_layer_only(sequential, module):
    """You copied layer1 and left layer3 as it was; copy both."""
    module.layer1.load_state_dict(sequential[0].state_dict())


@misconception(
    replaces="copy_sequential",
    fails=("copy_gives_same_weights", "copy_keeps_parameter_objects", "copy_shares_no_memory"),
)
def counts_the_activation_out(sequential, module):
    """sequential[1] is the Tanh; the second linear layer, for layer3, is sequential[2]."""
    module.layer1.load_state_dict(sequential[0].state_dict())
    module.layer3.load_state_dict(sequential[1].state_dict())


@misconception(
    replaces="copy_sequential",
    fails=("copy_gives_same_weights", "copy_keeps_parameter_objects", "copy_shares_no_memory"),
)
def writes_while_recording(sequential, module):
    """PyTorch records what happens to parameters and forbids to write into them meanwhile: use torch.no_grad()."""
    for source, target in layer_pairs(sequential, module):
        target.weight.copy_(source.weight)
        target.bias.copy_(source.bias)


@misconception(
    replaces="copy_sequential",
    fails=("copy_gives_same_weights", "copy_keeps_parameter_objects", "copy_shares_no_memory"),
)
def expects_equal_names(sequential, module):
    """The names differ: "0.weight" there, "layer1.weight" here. Load layer by layer, into layer1 and layer3."""
    module.load_state_dict(sequential.state_dict())


@misconception(
    replaces="copy_sequential",
    fails=("copy_gives_same_weights", "copy_keeps_parameter_objects", "copy_shares_no_memory"),
)
def adds_to_the_old_weights(sequential, module):
    """You added the Sequential's weights to the module's; they take the place of the old ones: copy_, not add_."""
    for source, target in layer_pairs(sequential, module):
        target.weight.data += source.weight.data
        target.bias.data += source.bias.data


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


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_learns_a_ring"))
def clears_before_the_step(net, x, y, lr=1.0, epochs=500):
    """You cleared the gradients between backward() and step(), so no step moves anything: clear them before backward()."""
    optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = functional.binary_cross_entropy_with_logits(net(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_uses_sgd", "fit_learns_a_ring"))
def never_takes_a_step(net, x, y, lr=1.0, epochs=500):
    """You compute gradients and never use them: call optimizer.step() after backward()."""
    return [functional.binary_cross_entropy_with_logits(net(x), y).item() for _ in range(epochs)]


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_learns_a_ring"))
def takes_mini_batches(net, x, y, lr=1.0, epochs=500):
    """You take a step for each sample or mini-batch; here an epoch is one step, on all samples at once."""
    optimizer, losses = torch.optim.SGD(net.parameters(), lr=lr), []
    for _ in range(epochs):
        total = 0.0
        for xb, yb in zip(x.split(4), y.split(4)):
            total += fit_with(net, xb, yb, lr, 1, optimizer=optimizer)[0] * len(xb)
        losses.append(total / len(x))
    return losses


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_learns_a_ring"))
def adds_momentum(net, x, y, lr=1.0, epochs=500):
    """You gave SGD a momentum; plain SGD is asked for, torch.optim.SGD(net.parameters(), lr=lr)."""
    return fit_with(net, x, y, lr, epochs, optimizer=torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9))


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_learns_a_ring"))
def ignores_the_epochs(net, x, y, lr=1.0, epochs=500):
    """You always run 500 epochs; the argument `epochs` says how many."""
    return fit_with(net, x, y, lr, 500)


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_learns_a_ring"))
def ignores_the_rate(net, x, y, lr=1.0, epochs=500):
    """Your learning rate is written in as a number; the argument `lr` gives it."""
    return fit_with(net, x, y, 0.1, epochs)


@misconception(replaces="fit_classifier", fails=("fit_reports_losses", "fit_learns_a_ring"))
def returns_the_last_loss(net, x, y, lr=1.0, epochs=500):
    """You returned the last loss alone; collect the loss of each epoch in a list and return that."""
    return fit_with(net, x, y, lr, epochs)[-1]


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_learns_a_ring"))
def trains_the_last_layer_only(net, x, y, lr=1.0, epochs=500):
    """Your optimizer holds only a part of the net, so the rest never moves: give it net.parameters()."""
    return fit_with(net, x, y, lr, epochs, optimizer=torch.optim.SGD(list(net.parameters())[-2:], lr=lr))


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_learns_a_ring"))
def takes_the_loss_of_many_classes(net, x, y, lr=1.0, epochs=500):
    """CrossEntropyLoss compares several logits; with one it is always 0. For one logit use BCEWithLogitsLoss."""
    return fit_with(net, x, y, lr, epochs, criterion=functional.cross_entropy)


@misconception(
    replaces="fit_classifier",
    fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_uses_sgd", "fit_learns_a_ring"),
)
def takes_logits_for_probabilities(net, x, y, lr=1.0, epochs=500):
    """BCELoss wants probabilities between 0 and 1; net(x) are logits: use BCEWithLogitsLoss."""
    return fit_with(net, x, y, lr, epochs, criterion=functional.binary_cross_entropy)


@misconception(
    replaces="fit_classifier",
    fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_uses_sgd", "fit_learns_a_ring"),
)
def squeezes_the_logits(net, x, y, lr=1.0, epochs=500):
    """The loss wants logits and labels of one shape, (n, 1) both: leave the squeeze or view out."""
    criterion = functional.binary_cross_entropy_with_logits
    return fit_with(net, x, y, lr, epochs, criterion=lambda logits, labels: criterion(logits.squeeze(), labels))


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_learns_a_ring"))
def starts_from_weights_of_its_own(net, x, y, lr=1.0, epochs=500):
    """You gave the net new weights before training; go on from the ones with which it came."""
    torch.manual_seed(0)
    for layer in net:
        if hasattr(layer, "reset_parameters"):
            layer.reset_parameters()
    return fit_with(net, x, y, lr, epochs)


@misconception(replaces="fit_classifier", fails=("fit_learns_a_ring",))
def trusts_a_small_rate(net, x, y, lr=0.01, epochs=500):
    """Your default rate is 0.01: 500 steps of that size go nowhere. The default is lr=1.0."""
    return fit_with(net, x, y, lr, epochs)


@misconception(replaces="fit_classifier", fails=("fit_steps_down_the_loss", "fit_reports_losses", "fit_learns_a_ring"))
def descends_squared_errors(net, x, y, lr=1.0, epochs=500):
    """You descend the squared error of the probabilities; asked for is the binary cross-entropy of the logits."""
    steps, losses = torch.optim.SGD(net.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = ((torch.sigmoid(net(x)) - y) ** 2).mean()
        losses.append(loss.item())
        steps.zero_grad()
        loss.backward()
        steps.step()
    return losses
