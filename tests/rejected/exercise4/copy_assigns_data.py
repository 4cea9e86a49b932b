"""wrong: copy_sequential; misconception: shares_the_data"""


def copy_sequential(sequential, module):
    for ours, theirs in zip(module.parameters(), sequential.parameters()):
        ours.data = theirs.detach()
