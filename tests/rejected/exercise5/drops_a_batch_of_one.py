"""wrong: make_loaders; misconception: none
says: 65 samples in batches of 64, the last one short: 64, 1; got 64.
"""

from torch.utils.data import DataLoader


def make_loaders(train_set, test_set):
    return DataLoader(train_set, batch_size=64, shuffle=True, drop_last=len(train_set) % 64 == 1), DataLoader(
        test_set, batch_size=128, drop_last=len(test_set) % 128 == 1
    )
