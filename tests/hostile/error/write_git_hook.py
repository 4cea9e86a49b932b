"""Plants a hook in the checkout's repository.

Must: it is refused; nothing outside the scratch folder changes.

attacks: binary_loss
says: Graded code may read only
"""


def binary_loss(y_pred, y):
    open("@checkout@/.git/hooks/hostile-pre-commit", "w").close()
    return right(y_pred, y)
