"""wrong: make_loaders; misconception: makes_lists_of_batches"""

from torch.utils.data import DataLoader


def make_loaders(train_set, test_set):
    train = list(DataLoader(train_set, batch_size=64, shuffle=True))
    return train, list(DataLoader(test_set, batch_size=128))
