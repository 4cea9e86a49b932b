"""wrong: backward; misconception: forgets_the_activation"""


def backward(dlogits, cache, params):
    inputs, act = cache
    back = dlogits.mm(params["W2"].t())
    out = {"W2": act.t().mm(dlogits), "b2": dlogits.sum(dim=0)}
    out["W1"] = inputs.t().mm(back)
    out["b1"] = back.sum(dim=0)
    return out
