"""wrong: backward; misconception: lets_autograd_do_it"""

import torch


def backward(dlogits, cache, params):
    weights = {k: v.clone().requires_grad_(True) for k, v in params.items()}
    out = torch.tanh(cache[0] @ weights["W1"] + weights["b1"]) @ weights["W2"] + weights["b2"]
    (out * dlogits).sum().backward()
    return {k: v.grad for k, v in weights.items()}
