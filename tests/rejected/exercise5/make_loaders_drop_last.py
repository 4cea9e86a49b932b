"""wrong: make_loaders; misconception: drops_the_last_batch"""

from torch.utils.data import BatchSampler, DataLoader, RandomSampler, SequentialSampler


def make_loaders(train_set, test_set):
    train = DataLoader(train_set, batch_sampler=BatchSampler(RandomSampler(train_set), 64, True))
    return train, DataLoader(test_set, batch_sampler=BatchSampler(SequentialSampler(test_set), 128, True))
