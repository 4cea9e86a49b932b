"""Opens its own memory as a file, to write where pages are read-only.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code may read only
"""


def binary_loss(y_pred, y):
    open("/proc/self/mem", "r+b")
    return right(y_pred, y)
