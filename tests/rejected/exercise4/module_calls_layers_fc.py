"""wrong: ModuleNet; misconception: NamesLayersItsOwnWay"""

from torch import nn


class ModuleNet(nn.Module):
    def __init__(self, num_input, num_hidden, num_output):
        super().__init__()
        self.fc1 = nn.Linear(num_input, num_hidden)
        self.tanh = nn.Tanh()
        self.fc2 = nn.Linear(num_hidden, num_output)

    def forward(self, x):
        x = self.tanh(self.fc1(x))
        return self.fc2(x)
