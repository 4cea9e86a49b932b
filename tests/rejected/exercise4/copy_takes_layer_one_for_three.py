"""wrong: copy_sequential; misconception: counts_the_activation_out"""


def copy_sequential(sequential, module):
    module.layer1.load_state_dict(sequential[0].state_dict())
    module.layer3.load_state_dict(sequential[1].state_dict())
