"""wrong: make_loaders; misconception: returns_one_loader"""

from torch.utils.data import DataLoader


def make_loaders(train_set, test_set):
    train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
    return train_loader
