"""wrong: make_loaders; misconception: swaps_the_batch_sizes"""

from torch.utils.data import DataLoader


def make_loaders(train_set, test_set):
    return DataLoader(train_set, batch_size=128, shuffle=True), DataLoader(test_set, batch_size=64)
