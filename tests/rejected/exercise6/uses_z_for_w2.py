"""wrong: backward; misconception: takes_the_sum_before_the_tanh"""

import torch


def forward(x, params):
    z = x @ params["W1"] + params["b1"]
    return torch.tanh(z) @ params["W2"] + params["b2"], (x, z)


def backward(dlogits, cache, params):
    x, z = cache
    dz = dlogits @ params["W2"].T * (1 - torch.tanh(z) ** 2)
    return {"W1": x.T @ dz, "b1": dz.sum(0), "W2": z.T @ dlogits, "b2": dlogits.sum(0)}
