"""wrong: count_parameters; misconception: counts_frozen_ones"""


def count_parameters(net):
    total = 0
    for _, p in net.named_parameters():
        total += p.numel()
    return total
