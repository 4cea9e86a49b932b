"""wrong: backward; misconception: slope_of_relu"""


def forward(x, params):
    z = x @ params["W1"] + params["b1"]
    h = z.tanh()
    return h @ params["W2"] + params["b2"], (x, z, h)


def backward(dlogits, cache, params):
    x, z, h = cache
    dh = dlogits @ params["W2"].t()
    dh[z <= 0] = 0
    return {"W1": x.t() @ dh, "b1": dh.sum(0), "W2": h.t() @ dlogits, "b2": dlogits.sum(0)}
