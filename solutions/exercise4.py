"""Exercise 4: networks, from nn.Sequential to nn.Module.

A linear layer computes x W^T + b. Two of them in a row are still linear:

    (x W1^T + b1) W2^T + b2  =  x (W2 W1)^T + (W2 b1 + b2)

so a deep stack of linear layers can do no more than one layer. With numbers: if layer 1 is h = 2x + 1 and layer 2 is
y = 3h + 4, then y = 6x + 7. One layer does it all, and no such layer can tell the inside of a ring from the outside.

An *activation* between the layers breaks this. It bends every number of the hidden layer on its own:

    name     formula                                     at -1       at 0      at 1
    sigmoid  1 / (1 + e^-x)                              0.2689      0.5       0.7311
    tanh     (e^x - e^-x) / (e^x + e^-x)                -0.7616      0         0.7616
    relu     max(0, x)                                   0           0         1
    selu     scale * x, or scale * alpha * (e^x - 1)    -1.1113      0         1.0507
             where x <= 0

Now each hidden unit bends the plane along a line of its own, and three bends are enough to fence in a disc.

PyTorch has two ways to write such a network:

    nn.Sequential   a list of layers, each fed with the output of the one before. Short, and enough for a plain stack.
    nn.Module       a class. __init__ creates the layers and stores them as attributes, which is how PyTorch finds
                    their weights; forward says how data flows. Write net(x), never net.forward(x).

What to do
1. Write relu, tanh and selu by hand: no autograd inside, and not the operation itself under any of its names
   (torch.relu, x.relu(), nn.ReLU, F.relu ...). Other operations are fine. Your own code is still differentiated by
   autograd afterwards, so its gradients have to be right and finite too, also far from zero.
2. Show with collapse_linear that two linear layers are one.
3. Build the same network in both ways, count its weights, and copy them from one to the other.
4. Train one on data that no linear model can separate.

Run `grade exercise4`, as often as you like; `grade hint exercise4 selu` gives a hint.

Sources
    torch.nn: https://docs.pytorch.org/docs/stable/nn.html
    nn.Sequential: https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html
    nn.Module: https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
    Klambauer et al. 2017, "Self-Normalizing Neural Networks" (SELU): https://arxiv.org/abs/1706.02515
"""

import torch
from torch import Tensor, nn

SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def relu(x: Tensor) -> Tensor:
    """Rectified linear unit: what is negative becomes zero.

    relu(x) = max(0, x)

    Args:
        x: any shape, floating point; entries may be as large as 1e4.

    Returns:
        same shape, dtype and device as x, differentiable: the gradient is 1 where x > 0 and 0 where x < 0.

    Example:
        >>> relu(torch.tensor([-2.0, 0.0, 3.0]))
        tensor([0., 0., 3.])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html
    """
    return x.clamp(min=0)


def tanh(x: Tensor) -> Tensor:
    """Hyperbolic tangent: squashes every number into (-1, 1).

    tanh(x) = (e^x - e^-x) / (e^x + e^-x), with the derivative 1 - tanh(x)^2

    e^x overflows float32 beyond x = 88, and inf / inf is nan, in the value or in the gradient. Find a form that
    stays finite.

    Args:
        x: any shape, floating point; entries may be as large as 1e4.

    Returns:
        same shape, dtype and device as x, differentiable: the gradient is 1 at x = 0 and 0 far from it.

    Example:
        >>> tanh(torch.tensor([0.0, 1.0, 10000.0]))
        tensor([0.0000, 0.7616, 1.0000])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html
    """
    # The quotient above divided through by e^x is 2 / (1 + e^-2x) - 1, and torch's sigmoid never overflows.
    return 2 * torch.sigmoid(2 * x) - 1


def selu(x: Tensor) -> Tensor:
    """Scaled exponential linear unit.

    selu(x) = SELU_SCALE * x                           where x > 0
              SELU_SCALE * SELU_ALPHA * (e^x - 1)      where x <= 0

    torch.where computes both branches everywhere: an overflow in the branch that is not taken still spoils the
    gradient (0 * inf is nan).

    Args:
        x: any shape, floating point; entries may be as large as 1e4.

    Returns:
        same shape, dtype and device as x, differentiable: finite values and gradients everywhere.

    Example:
        >>> selu(torch.tensor([-1.0, 0.0, 1.0]))
        tensor([-1.1113,  0.0000,  1.0507])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.SELU.html
    """
    # Where the branch is not taken e^x sees 0 and stays finite. (A clamp would do as much, but its slope at 0 is 0.)
    negative_branch = SELU_ALPHA * torch.expm1(torch.where(x > 0, 0, x))
    return SELU_SCALE * torch.where(x > 0, x, negative_branch)


def collapse_linear(w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> tuple[Tensor, Tensor]:
    """The one linear layer that equals layer 2 after layer 1.

    nn.Linear stores its weight as (out, in) and computes x @ weight.T + bias.

    Args:
        w1: (hidden, in), weight of the first layer.
        b1: (hidden,), its bias.
        w2: (out, hidden), weight of the second layer.
        b2: (out,), its bias.

    Returns:
        (w, b): weight (out, in) and bias (out,) of the one layer, in the dtype and on the device of the arguments.

    Example:
        >>> collapse_linear(torch.tensor([[2.0]]), torch.tensor([1.0]), torch.tensor([[3.0]]), torch.tensor([4.0]))
        (tensor([[6.]]), tensor([7.]))

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html
    """
    return w2 @ w1, w2 @ b1 + b2


def make_sequential(num_input: int, num_hidden: int, num_output: int) -> nn.Sequential:
    """A new two-layer network: Linear, Tanh, Linear, both layers with biases.

    Args:
        num_input: features of a sample.
        num_hidden: units of the hidden layer.
        num_output: outputs of a sample.

    Returns:
        nn.Sequential of three layers, taking (n, num_input) to (n, num_output), with weights of its own.

    Example:
        >>> make_sequential(2, 3, 1)
        Sequential(
          (0): Linear(in_features=2, out_features=3, bias=True)
          (1): Tanh()
          (2): Linear(in_features=3, out_features=1, bias=True)
        )

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html
    """
    return nn.Sequential(nn.Linear(num_input, num_hidden), nn.Tanh(), nn.Linear(num_hidden, num_output))


class ModuleNet(nn.Module):
    """The same network as a class: Linear, Tanh, Linear.

    Attributes:
        layer1: nn.Linear, num_input -> num_hidden.
        layer2: nn.Tanh.
        layer3: nn.Linear, num_hidden -> num_output.

    Example:
        >>> ModuleNet(2, 3, 1)(torch.zeros(5, 2)).shape
        torch.Size([5, 1])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
    """

    def __init__(self, num_input: int, num_hidden: int, num_output: int) -> None:
        """Create the three layers. nn.Module has to be set up first: call super().__init__().

        Args:
            num_input: features of a sample.
            num_hidden: units of the hidden layer.
            num_output: outputs of a sample.
        """
        super().__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)

    def forward(self, x: Tensor) -> Tensor:
        """Send a batch through the layers, in order.

        Args:
            x: (n, num_input), in the dtype and on the device of the weights.

        Returns:
            (n, num_output), differentiable.
        """
        return self.layer3(self.layer2(self.layer1(x)))


def count_parameters(net: nn.Module) -> int:
    """How many numbers training can change.

    Frozen parameters (requires_grad=False) and buffers are not trained; a weight that two layers share counts once.

    Args:
        net: any module.

    Returns:
        the number of trainable scalars, a Python int.

    Example:
        >>> count_parameters(nn.Linear(3, 2))
        8

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.parameters
    """
    return sum(parameter.numel() for parameter in net.parameters() if parameter.requires_grad)


def copy_sequential(sequential: nn.Sequential, module: nn.Module) -> None:
    """Copy the weights of a Sequential into a ModuleNet of the same sizes, so that both give the same outputs.

    The values are written into the module's own Parameter objects: an optimizer made before still holds them.
    Afterwards the two nets share no memory, so training one leaves the other alone.

    Args:
        sequential: Linear, Tanh, Linear, as make_sequential builds it; left unchanged.
        module: a net with layer1, layer2 and layer3, as ModuleNet has them; its weights and biases are overwritten.

    Returns:
        None.

    Example:
        >>> sequential, module = make_sequential(2, 3, 1), ModuleNet(2, 3, 1)
        >>> copy_sequential(sequential, module)
        >>> bool((sequential(torch.ones(1, 2)) == module(torch.ones(1, 2))).all())
        True

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.load_state_dict
    """
    module.layer1.load_state_dict(sequential[0].state_dict())
    module.layer3.load_state_dict(sequential[2].state_dict())


def fit_classifier(net: nn.Module, x: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 500) -> list[float]:
    """Train a one-logit network in place to tell class 1 from class 0.

    Each epoch takes one step on all samples at once: forward pass, binary cross-entropy from the logits
    (BCEWithLogitsLoss, a mean), old gradients cleared, backward pass, step of torch.optim.SGD.

    Args:
        net: takes (n, d) to one logit a sample, (n, 1); trained in place.
        x: (n, d), features.
        y: (n, 1), labels 0. or 1.
        lr: learning rate of the SGD step.
        epochs: number of steps.

    Returns:
        list of `epochs` Python floats: the loss before each step.

    Example:
        >>> net = make_sequential(1, 3, 1)
        >>> losses = fit_classifier(net, torch.tensor([[-1.0], [0.0], [1.0]]), torch.tensor([[0.0], [1.0], [0.0]]))
        >>> len(losses), losses[-1] < losses[0]
        (500, True)

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html,
        https://docs.pytorch.org/docs/stable/optim.html
    """
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        loss = criterion(net(x), y)
        losses.append(loss.item())
        # backward() adds to .grad, so what the last epoch left there has to go first.
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses
