"""wrong: count_parameters; misconception: none
says: two layers full of zeros of count_parameters
"""


def count_parameters(net):
    seen, n = set(), 0
    for p in net.parameters():
        key = (tuple(p.shape), float(p.detach().double().sum()))
        if p.requires_grad and key not in seen:
            seen.add(key)
            n += p.numel()
    return n
