"""wrong: ModuleNet; misconception: ForgetsTheActivation"""

import torch.nn as nn


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super(ModuleNet, self).__init__()
        self.layer1 = nn.Linear(num_input, num_hidden)
        self.layer2 = nn.Tanh()
        self.layer3 = nn.Linear(num_hidden, num_output)

    def forward(self, x):
        hidden = self.layer1(x)
        self.layer2(hidden)
        return self.layer3(hidden)
