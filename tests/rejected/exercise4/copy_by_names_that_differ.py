"""wrong: copy_sequential; misconception: expects_equal_names"""


def copy_sequential(sequential, module):
    module.load_state_dict(sequential.state_dict())
