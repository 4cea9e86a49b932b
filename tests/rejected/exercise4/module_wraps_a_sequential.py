"""wrong: ModuleNet; misconception: HidesLayersInASequential"""

from torch import nn


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.net = make_sequential(num_input, num_hidden, num_output)

    def forward(self, x):
        return self.net(x)
