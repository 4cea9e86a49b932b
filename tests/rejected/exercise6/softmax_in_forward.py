"""wrong: forward; misconception: softmax_on_the_output"""

import torch


def forward(x, params):
    h = torch.tanh(torch.addmm(params["b1"], x, params["W1"]))
    probabilities = torch.softmax(torch.addmm(params["b2"], h, params["W2"]), dim=-1)
    return probabilities, (x, h)
