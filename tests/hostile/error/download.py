"""Downloads something.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code has no network
"""

import urllib.request


def binary_loss(y_pred, y):
    urllib.request.urlopen("http://192.0.2.1/", timeout=1)
    return right(y_pred, y)
