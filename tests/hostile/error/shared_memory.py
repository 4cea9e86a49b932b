"""Creates shared memory, for another worker to read.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code has no memory that processes share
"""

from multiprocessing import shared_memory


def binary_loss(y_pred, y):
    shared_memory.SharedMemory("hostile-memory", create=True, size=64)
    return right(y_pred, y)
