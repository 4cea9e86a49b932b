"""wrong: make_loaders; misconception: takes_64_for_both"""

from torch.utils.data import DataLoader


def make_loaders(train_set, test_set):
    return tuple(DataLoader(part, batch_size=64, shuffle=part is train_set) for part in (train_set, test_set))
