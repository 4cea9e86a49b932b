"""wrong: forward; misconception: keeps_the_cache_in_params"""

import torch


def forward(x, params):
    params["a1"] = torch.tanh(x @ params["W1"] + params["b1"])
    return params["a1"] @ params["W2"] + params["b2"], (x, params["a1"])
