"""wrong: make_loaders; misconception: takes_128_for_both"""

from torch.utils.data import DataLoader


def make_loaders(train_set, test_set):
    return DataLoader(train_set, 128, shuffle=True), DataLoader(test_set, 128)
