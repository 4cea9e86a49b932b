"""wrong: forward; misconception: hidden_bias_after_the_tanh"""

import torch


def forward(x, params):
    a1 = torch.tanh(x.matmul(params["W1"])) + params["b1"]
    return a1.matmul(params["W2"]) + params["b2"], (x, a1)
