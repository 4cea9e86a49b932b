"""wrong: ModuleNet; misconception: HidesLayersInAList"""

import torch.nn as nn


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.steps = []
        self.steps.append(nn.Linear(num_input, num_hidden))
        self.steps.append(nn.Tanh())
        self.steps.append(nn.Linear(num_hidden, num_output))

    def forward(self, x):
        return self.steps[2](self.steps[1](self.steps[0](x)))
