"""wrong: backward; misconception: names_the_gradients_with_a_d"""


def backward(dlogits, cache, params):
    x, hidden = cache
    dhidden = dlogits @ params["W2"].T * (1 - hidden.square())
    grads = {}
    grads["dW2"] = hidden.T @ dlogits
    grads["db2"] = dlogits.sum(dim=0)
    grads["dW1"] = x.T @ dhidden
    grads["db1"] = dhidden.sum(dim=0)
    return grads
