"""wrong: backward; misconception: sigmoid_derivative"""

import torch


def backward(dlogits, cache, params):
    inputs, a = cache
    local = a - a * a
    delta = torch.einsum("nk,hk->nh", dlogits, params["W2"]) * local
    return {
        "W1": torch.einsum("nd,nh->dh", inputs, delta),
        "b1": delta.sum(dim=0),
        "W2": torch.einsum("nh,nk->hk", a, dlogits),
        "b2": dlogits.sum(dim=0),
    }
