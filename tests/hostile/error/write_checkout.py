"""Plants a conftest.py in the checkout.

Must: it is refused; nothing outside the scratch folder changes.

attacks: binary_loss
says: Graded code may read only
"""


def binary_loss(y_pred, y):
    open("@checkout@/tests/hostile-conftest.py", "w").close()
    return right(y_pred, y)
