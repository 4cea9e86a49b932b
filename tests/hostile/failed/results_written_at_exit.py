"""Writes result files when its process ends.

Must: results are written elsewhere, by the checker.

attacks: binary_loss
"""

import atexit


@atexit.register
def rewrite():
    for folder in (".", "@checkout@", "@temp@"):
        for name in ("results.json", "results.xml"):
            try:
                with open(f"{folder}/hostile-{name}", "w") as file:
                    file.write('{"score": 100}')
            except OSError:
                continue


def binary_loss(y_pred, y):
    return y_pred.sum() * 0
