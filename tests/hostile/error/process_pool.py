"""Starts a process through multiprocessing.

Must: it is refused, in words for the learner.

attacks: binary_loss
says: Graded code cannot start processes
"""

import multiprocessing


def binary_loss(y_pred, y):
    process = multiprocessing.get_context("fork").Process(target=print)
    process.start()
    process.join()
    return right(y_pred, y)
