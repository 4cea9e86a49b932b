"""wrong: copy_sequential; misconception: copies_nothing"""

import copy


def copy_sequential(sequential, module):
    module = copy.deepcopy(sequential)
