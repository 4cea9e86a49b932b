"""wrong: float_and_long; misconception: lets_torch_choose_the_dtype"""

import torch


def float_and_long(values):
    guessed = torch.tensor(values)
    return guessed, guessed.type(torch.LongTensor)
