"""wrong: copy_sequential; misconception: hands_over_the_layers"""


def copy_sequential(sequential, module):
    for name, layer in zip(("layer1", "layer2", "layer3"), sequential):
        setattr(module, name, layer)
