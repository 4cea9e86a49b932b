"""wrong: ModuleNet; misconception: SharesLayersOfTheClass"""

from torch import nn


class ModuleNet(nn.Module):
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
