"""wrong: count_parameters; misconception: counts_tied_weights_twice"""


def count_parameters(net):
    total = 0
    for layer in net.modules():
        for parameter in layer._parameters.values():
            if parameter is not None and parameter.requires_grad:
                total += parameter.numel()
    return total
