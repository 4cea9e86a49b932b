"""wrong: copy_sequential; misconception: writes_while_recording"""


def copy_sequential(sequential, module):
    module.layer1.weight.copy_(sequential[0].weight)
    module.layer1.bias.copy_(sequential[0].bias)
    module.layer3.weight.copy_(sequential[2].weight)
    module.layer3.bias.copy_(sequential[2].bias)
