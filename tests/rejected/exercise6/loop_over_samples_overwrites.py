"""wrong: backward; misconception: only_the_last_sample"""

import torch


def backward(dlogits, cache, params):
    xs, hs = cache
    for x, h, d in zip(xs, hs, dlogits):
        dz = (params["W2"] @ d) * (1 - h**2)
        grads = {"W1": torch.outer(x, dz), "b1": dz, "W2": torch.outer(h, d), "b2": d}
    return grads
