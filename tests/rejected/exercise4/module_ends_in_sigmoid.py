"""wrong: ModuleNet; misconception: none

says: is the sigmoid of the right one
"""

import torch
from torch import nn


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)

    def forward(self, x):
        return torch.sigmoid(self.layer3(self.layer2(self.layer1(x))))
