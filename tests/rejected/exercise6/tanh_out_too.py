"""wrong: forward; misconception: tanh_on_the_output_too"""

import torch


def forward(x, params):
    z = x @ params["W1"] + params["b1"]
    h = torch.tanh(z)
    out = torch.tanh(h @ params["W2"] + params["b2"])
    return out, (x, h)
