"""wrong: count_parameters; misconception: counts_those_with_a_gradient"""


def count_parameters(net):
    return sum(p.numel() for p in net.parameters() if p.grad is not None)
