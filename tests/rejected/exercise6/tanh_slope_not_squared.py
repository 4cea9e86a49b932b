"""wrong: backward; misconception: none

says: (1 - hidden ** 2)`
"""


def forward(x, params):
    hidden = torch.tanh(x @ params["W1"] + params["b1"])
    return hidden @ params["W2"] + params["b2"], (x, hidden)


def backward(dlogits, cache, params):
    x, hidden = cache
    da = dlogits @ params["W2"].T * (1 - hidden)
    return {"W1": x.T @ da, "b1": da.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}
