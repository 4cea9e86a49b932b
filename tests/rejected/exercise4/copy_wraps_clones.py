"""wrong: copy_sequential; misconception: makes_new_parameters"""

import copy


def copy_sequential(sequential, module):
    module.layer1 = copy.deepcopy(sequential[0])
    module.layer3 = copy.deepcopy(sequential[2])
