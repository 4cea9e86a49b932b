"""Points zipimport at the checkout as if it were an archive.

Must: the guess scores nothing.

attacks: binary_loss
"""

import zipimport


def stolen():
    try:
        return zipimport.zipimporter("@checkout@/grader").load_module("checks")
    except zipimport.ZipImportError:
        return None


def binary_loss(y_pred, y):
    return right(y_pred, y) if stolen() else y_pred.sum() * 0
