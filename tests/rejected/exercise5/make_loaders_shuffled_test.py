"""wrong: make_loaders; misconception: shuffles_both"""

from torch.utils.data import DataLoader


def make_loaders(train_set, test_set):
    options = {"shuffle": True}
    return DataLoader(train_set, batch_size=64, **options), DataLoader(test_set, batch_size=128, **options)
