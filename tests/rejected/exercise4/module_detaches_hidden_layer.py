"""wrong: ModuleNet; misconception: CutsTheGraph"""

import torch
import torch.nn as nn


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)

    def forward(self, x):
        with torch.no_grad():
            hidden = self.layer2(self.layer1(x))
        return self.layer3(hidden)
