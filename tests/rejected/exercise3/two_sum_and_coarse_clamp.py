"""wrong: binary_loss; misconception: none

says: with `eps = 1e-12` in place of `eps = 1e-3`
says: With two changes every check of binary_loss passes
"""


def binary_loss(y_pred, y):
    eps = 1e-3
    log_p = y_pred.clamp(min=eps).log()
    log_q = (1 - y_pred).clamp(min=eps).log()
    return -(y * log_p + (1 - y) * log_q).sum()
