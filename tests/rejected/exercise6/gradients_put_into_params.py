"""wrong: backward; misconception: keeps_the_gradients_in_params"""


def backward(dlogits, cache, params):
    x, a = cache
    delta = dlogits.mm(params["W2"].t()) * (1 - a * a)
    params["dW1"], params["db1"] = x.t().mm(delta), delta.sum(0)
    params["dW2"], params["db2"] = a.t().mm(dlogits), dlogits.sum(0)
    return {name: params["d" + name] for name in ("W1", "b1", "W2", "b2")}
