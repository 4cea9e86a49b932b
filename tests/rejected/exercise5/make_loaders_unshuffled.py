"""wrong: make_loaders; misconception: leaves_training_in_order"""

import torch


def make_loaders(train_set, test_set):
    make = torch.utils.data.DataLoader
    return make(train_set, 64, False), make(test_set, 128, False)
