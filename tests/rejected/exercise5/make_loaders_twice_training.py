"""wrong: make_loaders; misconception: builds_both_from_training"""

from torch.utils.data import DataLoader


def make_loaders(train_set, test_set):
    train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
    test_loader = DataLoader(train_set, batch_size=128, shuffle=False)
    return train_loader, test_loader
