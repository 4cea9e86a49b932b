"""wrong: softmax; misconception: subtracts_the_largest_of_all"""


def softmax(z):
    peak = z.flatten().max().detach()
    e = (z - peak).exp()
    return e.div(e.sum(dim=-1, keepdim=True))
