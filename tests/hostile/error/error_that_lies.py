"""Raises an exception whose text, type and cause raise again when they are asked for.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: raised Liar
"""


class Liar(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__
    reason = property(__str__)


def binary_loss(y_pred, y):
    raise Liar
