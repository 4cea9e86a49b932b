"""Plants a file in the checkout's repository, as a hook would be.

Must: it is refused; nothing outside the scratch folder changes.

attacks: binary_loss
says: Graded code may read only|No such file
"""


def binary_loss(y_pred, y):
    open("@checkout@/.git/hostile-pre-commit", "w").close()
    return right(y_pred, y)
