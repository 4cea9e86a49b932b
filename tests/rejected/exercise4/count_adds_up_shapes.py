"""wrong: count_parameters; misconception: adds_up_the_sizes"""


def count_parameters(net):
    total = 0
    for p in net.parameters():
        if p.requires_grad:
            total += sum(p.shape)
    return total
