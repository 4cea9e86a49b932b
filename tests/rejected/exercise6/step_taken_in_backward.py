"""wrong: backward; misconception: takes_the_step_in_backward"""


def backward(dlogits, cache, params, lr=0.1):
    x, hidden = cache
    dz = dlogits @ params["W2"].T * (1 - hidden**2)
    grads = {"W1": x.T @ dz, "b1": dz.sum(0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(0)}
    for name in params:
        params[name] -= lr * grads[name]
    return grads
