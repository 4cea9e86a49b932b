"""Is a coroutine.

Must: the check ends as an error; nothing else does.

attacks: binary_loss
says: async
"""


async def binary_loss(y_pred, y):
    return right(y_pred, y)
