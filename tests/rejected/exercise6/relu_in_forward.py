"""wrong: forward; misconception: relu_hidden_layer"""

import torch.nn.functional as F


def forward(x, params):
    a = F.relu(x @ params["W1"] + params["b1"])
    return a @ params["W2"] + params["b2"], {"x": x, "a": a}


def backward(dlogits, cache, params):
    da = dlogits @ params["W2"].T
    dz = da * (cache["a"] > 0)
    return {"W2": cache["a"].T @ dlogits, "b2": dlogits.sum(0), "W1": cache["x"].T @ dz, "b1": dz.sum(0)}
