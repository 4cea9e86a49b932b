"""wrong: sigmoid; misconception: cuts_the_scores_off_too_early"""

import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-10, 10)))
