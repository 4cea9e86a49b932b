"""wrong: backward; misconception: sigmoid_derivative"""


def backward(dlogits, cache, params):
    x, h = cache["x"], cache["h"]
    dh = dlogits @ params["W2"].T
    dz = dh * h * (1 - h)
    return {"W1": x.T @ dz, "b1": dz.sum(0), "W2": h.T @ dlogits, "b2": dlogits.sum(0)}


def forward(x, params):
    import torch

    h = torch.tanh(x @ params["W1"] + params["b1"])
    return h @ params["W2"] + params["b2"], {"x": x, "h": h}
