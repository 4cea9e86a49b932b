"""wrong: count_parameters; misconception: counts_tensors"""


def count_parameters(net):
    count = 0
    for parameter in net.parameters():
        count += 1 if parameter.requires_grad else 0
    return count
