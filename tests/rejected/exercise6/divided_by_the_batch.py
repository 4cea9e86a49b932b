"""wrong: backward; misconception: divides_by_the_batch_again"""

import torch


def backward(dlogits, cache, params):
    inputs, a = cache
    m = dlogits.shape[0]
    dZ2 = dlogits
    dW2 = (1 / m) * torch.mm(a.T, dZ2)
    db2 = (1 / m) * torch.sum(dZ2, dim=0)
    dZ1 = torch.mm(dZ2, params["W2"].T) * (1 - torch.pow(a, 2))
    dW1 = (1 / m) * torch.mm(inputs.T, dZ1)
    db1 = (1 / m) * torch.sum(dZ1, dim=0)
    return {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
