"""wrong: build_network; misconception: builds_a_class_instead"""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3, self.fc4 = (
            nn.Linear(784, 400),
            nn.Linear(400, 200),
            nn.Linear(200, 100),
            nn.Linear(100, 10),
        )

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        x = torch.relu(self.fc3(x))
        return self.fc4(x)


def build_network():
    return Net()
