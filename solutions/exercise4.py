"""Exercise 4: networks, from nn.Sequential to nn.Module.

A sprinkler stands on a lawn. Plants near it are wet, plants far away are dry. You know
where each plant stands. Can you tell wet from dry?

        dry    dry     dry
          . o o o o o .
      dry o   * * *   o dry          * wet      o dry
          o  *  S  *  o
      dry o   * * *   o dry          S the sprinkler
          ' o o o o o '
        dry    dry     dry

Logistic regression cannot. It draws one straight line, and no line separates the inside
of a ring from the outside. A network can. You build one here.

Layers
------
A network is a chain of layers. What one layer gives, the next one takes. The layers
between the input and the output are called hidden, because nobody sees their numbers.

    x (n, 2) --> Linear --> (n, 3) --> Tanh --> (n, 3) --> Linear --> (n, 1)
     place       2 to 3     three                          3 to 1     one
     of n                   hidden units                              logit a
     plants                 a plant                                   plant

A linear layer is the product of exercise 2: x W^T + b. PyTorch stores W as (out, in),
and turns it over (W^T) when it multiplies.

    >>> layer = nn.Linear(2, 3)
    >>> layer.weight.shape, layer.bias.shape
    (torch.Size([3, 2]), torch.Size([3]))
    >>> layer(torch.ones(5, 2)).shape             # five samples in, five out
    torch.Size([5, 3])

This network learns 2 * 3 + 3 numbers in the first layer and 3 * 1 + 1 in the second.
That makes 13. Follow one plant through a smaller one, with a single hidden unit. The
plant stands at (1, 0). Say that the first layer has the weights 2 and 5, the bias -1:

    2 * 1 + 5 * 0 - 1   =  1            first layer
    tanh(1)             =  0.7616       hidden unit
    3 * 0.7616 - 2      =  0.2848       second layer, weight 3, bias -2: the logit
    sigmoid(0.2848)     =  0.5707       probably wet, but far from sure

Why not only linear layers?
---------------------------
Because two of them in a row are no better than one:

    (x W1^T + b1) W2^T + b2  =  x (W2 W1)^T + (W2 b1 + b2)

With numbers: layer 1 is h = 2x + 1 and layer 2 is y = 3h + 4. Then y = 3 (2x + 1) + 4
= 6x + 7. That is one line again. A hundred layers would be one line too. So something
must bend the numbers between the layers. It is called an activation.

    name      formula                               at -1      at 0    at 1
    sigmoid   1 / (1 + e^-x)                        0.2689     0.5     0.7311
    tanh      (e^x - e^-x) / (e^x + e^-x)          -0.7616     0       0.7616
    relu      the larger of 0 and x                 0          0       1
    selu      s x, or s a (e^x - 1) where x <= 0   -1.1113     0       1.0507

     1          ********                     **                   **
             ***                          ***                  ***
    -1   ****                    *********                *****
         tanh                    relu                     selu

Each hidden unit bends the plane along a straight line of its own. Three lines make a
triangle, and a rounded triangle is enough of a fence around the sprinkler.

Which one to take? Sigmoid came first, but its slope is at most 0.25. Ten layers of it
shrink a gradient to 0.25^10, a millionth, and the first layers hardly learn. Tanh has
slope 1 at 0. Relu has slope 1 for all x above 0 and costs nothing to compute. So it is
the usual choice. Selu has two constants, s = 1.0507 and a = 1.6733, which are chosen so
that numbers keep mean 0 and spread 1 through many layers. Softmax, for more than two
classes, comes in exercise 5.

All of them are in PyTorch, as functions (`torch.tanh`) and as layers (`nn.Tanh`). You
write three of them once, because e^x is larger than any float32 beyond x = 88. There
inf / inf gives nan, and one nan spoils a whole training.

    >>> x = torch.tensor(100.0)
    >>> (x.exp() - (-x).exp()) / (x.exp() + (-x).exp()), torch.tanh(x)
    (tensor(nan), tensor(1.))

    Question: relu has slope 0 below 0. What if a unit is below 0 for every sample?
    Answer: its gradient is 0, so it never changes again. Such a unit is called dead. A
    smaller learning rate, or selu, makes this rarer.

Two ways to write a network
---------------------------
`nn.Sequential` takes the layers in a row. It is short, and enough for a plain chain.

    >>> net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    >>> net(torch.zeros(5, 2)).shape
    torch.Size([5, 1])

Mind the brackets of `nn.ReLU()`. The course notes leave them out, and that is an error:
`nn.ReLU` is a class, a plan for a layer, and only `nn.ReLU()` makes the layer. PyTorch
answers "TypeError: torch.nn.modules.activation.ReLU is not a Module subclass".

`nn.Module` is for everything else. You write a class with two methods:

    class Net(nn.Module):
        def __init__(self):
            super().__init__()             # first of all: prepares the lists
            self.layer = nn.Linear(2, 1)   # an attribute, so PyTorch finds its weights

        def forward(self, x):              # how the data flow
            return self.layer(x)

Without `super().__init__()` there is no place to keep the weights, and PyTorch says so.
Call the network as `net(x)`, not `net.forward(x)`: the first does more, for instance it
runs the hooks with which tools look inside.

    Question: all weights of a Linear start random. Why not at zero, as in exercise 3?
    Answer: equal hidden units get equal gradients. They stay equal for ever, and three
    of them do the work of one. Chance makes them differ.

What to do
----------
1. Write relu, tanh and selu by hand: no autograd inside, and not the operation itself
   under any of its names (torch.relu, x.relu(), nn.ReLU, F.relu ...). Others are fine.
   Autograd differentiates your code afterwards. So its gradients must be right and
   finite too, also far from zero.
2. Show with collapse_linear that two linear layers are one.
3. Build the same network in both ways. Count its weights. Copy them from one to the
   other: the values, so that each network keeps memory of its own.
4. Train it. The five lines of the loop are those of exercise 3.

    function          points   minutes
    ---------------   ------   -------
    relu                   8         5
    tanh                  11        12
    selu                  12        12
    collapse_linear        9        10
    make_sequential       10         5
    ModuleNet             14        10
    count_parameters      10         6
    copy_sequential       11        12
    fit_classifier        15        12

`grade exercise4` gives the points, and `grade hint exercise4 selu` a hint.
`python -m doctest exercises/exercise4.py` runs the examples of this page with your
functions; silence means that all agree. `python exercises/exercise4.py` puts them to
work, and draws which part of the lawn your network takes for wet.

Sources
-------
- torch.nn: https://docs.pytorch.org/docs/stable/nn.html
- nn.Sequential:
  https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html
- nn.Module: https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
- Klambauer et al., Self-Normalizing Neural Networks (2017), where selu comes from:
  https://arxiv.org/abs/1706.02515
- A playground for such networks: https://playground.tensorflow.org
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
        same shape, dtype and device as x, differentiable: the gradient is 1 where x > 0
        and 0 where x < 0.

    Example:
        >>> relu(torch.tensor([-2.0, 0.0, 3.0]))
        tensor([0., 0., 3.])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.ReLU.html
    """
    return x.clamp(min=0)


def tanh(x: Tensor) -> Tensor:
    """Hyperbolic tangent: squashes every number into (-1, 1).

    tanh(x) = (e^x - e^-x) / (e^x + e^-x), with the derivative 1 - tanh(x)^2

    e^x overflows float32 beyond x = 88, and inf / inf is nan, in the value or in the
    gradient. Find a form that stays finite.

    Args:
        x: any shape, floating point; entries may be as large as 1e4.

    Returns:
        same shape, dtype and device as x, differentiable: the gradient is 1 at x = 0
        and 0 far from it.

    Example:
        >>> tanh(torch.tensor([0.0, 1.0, 10000.0]))
        tensor([0.0000, 0.7616, 1.0000])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Tanh.html
    """
    # The quotient above divided through by e^x is 2 / (1 + e^-2x) - 1, and torch's
    # sigmoid never overflows.
    return 2 * torch.sigmoid(2 * x) - 1


def selu(x: Tensor) -> Tensor:
    """Scaled exponential linear unit.

    selu(x) = SELU_SCALE * x                           where x > 0
              SELU_SCALE * SELU_ALPHA * (e^x - 1)      where x <= 0

    torch.where computes both branches everywhere: an overflow in the branch that is not
    taken still spoils the gradient (0 * inf is nan).

    Args:
        x: any shape, floating point; entries may be as large as 1e4.

    Returns:
        same shape, dtype and device as x, differentiable: finite values and gradients
        everywhere.

    Example:
        >>> selu(torch.tensor([-1.0, 0.0, 1.0]))
        tensor([-1.1113,  0.0000,  1.0507])

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.SELU.html
    """
    # Where the branch is not taken e^x sees 0 and stays finite. (A clamp would do as
    # much, but its slope at 0 is 0.)
    negative_branch = SELU_ALPHA * torch.expm1(torch.where(x > 0, 0, x))
    return SELU_SCALE * torch.where(x > 0, x, negative_branch)


def collapse_linear(
    w1: Tensor,
    b1: Tensor,
    w2: Tensor,
    b2: Tensor,
) -> tuple[Tensor, Tensor]:
    """The one linear layer that equals layer 2 after layer 1.

    nn.Linear stores its weight as (out, in) and computes x @ weight.T + bias.

    Args:
        w1: (hidden, in), weight of the first layer.
        b1: (hidden,), its bias.
        w2: (out, hidden), weight of the second layer.
        b2: (out,), its bias.

    Returns:
        (w, b): weight (out, in) and bias (out,) of the one layer, in the dtype and on
        the device of the arguments.

    Example:
        >>> w1, b1 = torch.tensor([[2.0]]), torch.tensor([1.0])
        >>> w2, b2 = torch.tensor([[3.0]]), torch.tensor([4.0])
        >>> collapse_linear(w1, b1, w2, b2)
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
        nn.Sequential of three layers, taking (n, num_input) to (n, num_output), with
        weights of its own.

    Example:
        >>> make_sequential(2, 3, 1)
        Sequential(
          (0): Linear(in_features=2, out_features=3, bias=True)
          (1): Tanh()
          (2): Linear(in_features=3, out_features=1, bias=True)
        )

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Sequential.html
    """
    first, last = nn.Linear(num_input, num_hidden), nn.Linear(num_hidden, num_output)
    return nn.Sequential(first, nn.Tanh(), last)


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
        """Create the three layers. First of all call super().__init__().

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

    Frozen parameters (requires_grad=False) and buffers are not trained; a weight that
    two layers share counts once.

    Args:
        net: any module.

    Returns:
        the number of trainable scalars, a Python int.

    Example:
        >>> count_parameters(nn.Linear(3, 2))
        8

    Source: `parameters` in
        https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
    """
    return sum(p.numel() for p in net.parameters() if p.requires_grad)


def copy_sequential(sequential: nn.Sequential, module: nn.Module) -> None:
    """Copy the weights of a Sequential into a ModuleNet of the same sizes.

    Both give the same outputs then.
    The values are written into the module's own Parameter objects: an optimizer made
    before still holds them. Afterwards the two nets share no memory, so training one
    leaves the other alone.

    Args:
        sequential: Linear, Tanh, Linear, as make_sequential builds it; left unchanged.
        module: a net with layer1, layer2 and layer3, as ModuleNet has them; its weights
            and biases are overwritten.

    Returns:
        None.

    Example:
        >>> sequential, module = make_sequential(2, 3, 1), ModuleNet(2, 3, 1)
        >>> copy_sequential(sequential, module)
        >>> bool((sequential(torch.ones(1, 2)) == module(torch.ones(1, 2))).all())
        True

    Source: `load_state_dict` in
        https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
    """
    module.layer1.load_state_dict(sequential[0].state_dict())
    module.layer3.load_state_dict(sequential[2].state_dict())


def fit_classifier(
    net: nn.Module,
    x: Tensor,
    y: Tensor,
    lr: float = 1.0,
    epochs: int = 500,
) -> list[float]:
    """Train a one-logit network in place to tell class 1 from class 0.

    Each epoch takes one step on all samples at once: forward pass, binary cross-entropy
    from the logits (BCEWithLogitsLoss, a mean), old gradients cleared, backward pass,
    step of torch.optim.SGD.

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
        >>> x = torch.tensor([[-1.0], [0.0], [1.0]])
        >>> y = torch.tensor([[0.0], [1.0], [0.0]])
        >>> losses = fit_classifier(net, x, y)
        >>> len(losses), losses[-1] < losses[0]
        (500, True)

    Source:
        https://docs.pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html,
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


if __name__ == "__main__":
    from grader.demo import draw, run_demo

    def demo() -> None:
        """Learn from three hundred plants how far a sprinkler reaches."""

        def lawn(net: nn.Module) -> None:
            """Draw the lawn from above, # where the network says wet."""
            east, north = torch.linspace(-2, 2, 40), torch.linspace(2, -2, 13)
            places = torch.cartesian_prod(north, east).flip(1)
            for row in (net(places) > 0).reshape(13, 40):
                print("    " + "".join("#" if is_wet else "." for is_wet in row))

        x = torch.arange(-3.0, 4.0)
        curves = {"relu": relu(x), "tanh": tanh(x), "selu": selu(x)}
        draw("Three activations, from x = -3 to x = 3", curves, "x + 3")
        one = [torch.tensor([[2.0]]), torch.tensor([1.0])]
        w, b = collapse_linear(*one, torch.tensor([[3.0]]), torch.tensor([4.0]))
        print(f"2x + 1, and then 3h + 4, is {w.item():g}x + {b.item():g}.")

        torch.manual_seed(0)
        torch.set_num_threads(1)  # for small tables more of them only get in the way
        places, tap = 4 * torch.rand(300, 2) - 2, torch.tensor([0.7, 0.5])
        wet = ((places - tap).norm(dim=1, keepdim=True) < 1.2).float()
        net = make_sequential(2, 8, 1)
        twin = ModuleNet(2, 8, 1)
        print(f"A network with 8 hidden units has {count_parameters(net)} parameters.")
        copy_sequential(net, twin)
        gap = (net(places) - twin(places)).abs().max().item()
        print(f"Its copy as a class gives the same logits; the largest gap is {gap:g}.")

        line = make_sequential(2, 1, 1)
        one_unit = fit_classifier(line, places, wet, epochs=300)
        eight_units = fit_classifier(net, places, wet, epochs=300)
        losses = {"1 hidden unit": one_unit, "8 hidden units": eight_units}
        draw("The loss falls", losses, "epoch", "loss")
        print("The lawn from above with one hidden unit; # is where it says wet:")
        lawn(line)
        print("With eight:")
        lawn(net)
        right = ((net(places) > 0) == (wet > 0)).float().mean().item()
        print(f"{right:.0%} of the 300 plants are told right.")

    run_demo(demo)
