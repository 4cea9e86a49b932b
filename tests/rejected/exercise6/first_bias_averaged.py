"""wrong: backward; misconception: none

says: b1 of the gradients must be
never: sign
"""


def backward(dlogits, cache, params):
    x, h = cache["x"], cache["h"]
    dz = (dlogits @ params["W2"].T) * (1 - h**2)
    return {"W1": x.T @ dz, "b1": dz.mean(dim=0), "W2": h.T @ dlogits, "b2": dlogits.sum(dim=0)}


def forward(x, params):
    import torch

    h = torch.tanh(x @ params["W1"] + params["b1"])
    return h @ params["W2"] + params["b2"], {"x": x, "h": h}
