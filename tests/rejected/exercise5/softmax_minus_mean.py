"""wrong: softmax; misconception: subtracts_the_mean"""


def softmax(z):
    e = (z - z.mean(dim=1, keepdim=True)).exp()
    return e / e.sum(dim=1, keepdim=True)
