"""wrong: copy_sequential; misconception: returns_another_net"""


def copy_sequential(sequential, module):
    first, last = sequential[0], sequential[2]
    net = ModuleNet(first.in_features, first.out_features, last.out_features)
    net.layer1.load_state_dict(first.state_dict())
    net.layer3.load_state_dict(last.state_dict())
    return net
