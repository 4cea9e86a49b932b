"""Style: a notebook's export with star imports, cells, a training run and prints at the top level."""
# ruff: noqa: F403, F405

# %%
from math import *

import numpy as np  # noqa: F401
import torch
from torch import *
from builtins import *  # torch has a range of its own
from torch.nn import *

# %% [markdown]
# ## Activations

# %%
a, s = 1.6732632423543772, 1.0507009873554805


def relu(x):
    return x * (x > 0)


def tanh(x):
    return sigmoid(2 * x) - sigmoid(-2 * x)


def selu(x):
    return s * where(x > 0, x, a * expm1(where(x > 0, 0 * x, x)))


# %%
def collapse_linear(w1, b1, w2, b2):
    return w2.mm(w1), w2.mv(b1).add(b2)


def make_sequential(num_input, num_hidden, num_output):
    return Sequential(Linear(num_input, num_hidden), Tanh(), Linear(num_hidden, num_output))


class ModuleNet(Module):
    def __init__(self, num_input, num_hidden, num_output):
        Module.__init__(self)
        self.layer1, self.layer2, self.layer3 = make_sequential(num_input, num_hidden, num_output)

    def forward(self, x):
        return self.layer3(self.layer2(self.layer1(x)))


def count_parameters(net):
    return int(np.sum([np.prod(p.shape) for p in net.parameters() if p.requires_grad]))


def copy_sequential(sequential, module):
    for p, q in zip(sequential.parameters(), module.parameters()):
        q.data[:] = p.data


def fit_classifier(net, x, y, lr=1.0, epochs=500):
    opt = torch.optim.SGD(net.parameters(), lr)
    hist = []
    for _ in range(epochs):
        L = functional.binary_cross_entropy_with_logits(net(x), y)
        opt.zero_grad()
        L.backward()
        opt.step()
        hist += [float(L)]
    return hist


# %%
manual_seed(1)
X = rand(40, 2) * 2 - 1
Y = (X.norm(dim=1, keepdim=True) > 0.7).float()
net = ModuleNet(2, 5, 1)
h = fit_classifier(net, X, Y, epochs=50)
print("loss", h[0], "->", h[-1], " pi is", pi)
