"""Keeps a thread from the import on, which computes torch's own sigmoid for whoever asks.

Must: the thread is heard, though it is older than the recording.

attacks: sigmoid
checks: sigmoid_is_by_hand
before: sigmoid_has_values_and_slopes
says: torch's own sigmoid ran
"""

import _thread
import queue

import torch

asked, answered = queue.Queue(), queue.Queue()


def answer():
    while True:
        answered.put(torch.sigmoid(asked.get()))


_thread.start_new_thread(answer, ())


def sigmoid(z):
    asked.put(z)
    return answered.get()
