"""wrong: count_parameters; misconception: counts_weights_without_biases"""


def count_parameters(net):
    return sum(p.numel() for name, p in net.named_parameters() if "weight" in name and p.requires_grad)
